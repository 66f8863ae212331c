import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../app/settings.ts';
import { TurnServers } from '../../app/turn-servers.ts';

const secret = 'a secret shared with coturn';

const mistakes = (environment: Record<string, string>) => {
	try {
		readSettings(environment, true);
		return [];
	} catch (error) {
		if (error instanceof SettingsError) return error.mistakes;
		throw error;
	}
};

test('credentials are those that coturn computes from the secret, and hold for a day', () => {
	const servers = new TurnServers(['turns:turn.tinh.gov.vn:443'], secret);
	// printf 1795737599:delegate-1 | openssl dgst -sha1 -hmac 'a secret shared with coturn' -binary | base64
	expect(servers.iceServersFor('delegate-1', Date.parse('2026-11-25T23:59:59.900Z'))).toEqual([
		{
			urls: ['turns:turn.tinh.gov.vn:443'],
			username: '1795737599:delegate-1',
			credential: 'QXXV4mjmrzJ8nDCjLKC7a2A9A9Y=',
		},
	]);
});

test('several addresses, in the forms that browsers take', () => {
	const urls = 'turn:10.0.0.7, turn:[fd00::7]:3478?transport=tcp ,turns:turn.tinh.gov.vn:443?transport=tcp';
	expect(readSettings({ TURN_URLS: urls, TURN_SECRET: secret }, true).turn?.urls).toEqual([
		'turn:10.0.0.7',
		'turn:[fd00::7]:3478?transport=tcp',
		'turns:turn.tinh.gov.vn:443?transport=tcp',
	]);
	expect(readSettings({}, true).turn).toBeUndefined();
});

test('what cannot work is refused, each mistake with its line', () => {
	expect(mistakes({ TURN_URLS: 'turn:10.0.0.7' })).toEqual(['TURN_URLS and TURN_SECRET: give both or neither']);
	expect(mistakes({ TURN_SECRET: secret })).toEqual(['TURN_URLS and TURN_SECRET: give both or neither']);
	expect(mistakes({ TURN_URLS: 'turn:10.0.0.7', TURN_SECRET: 'short' })).toEqual([
		expect.stringMatching(/^TURN_SECRET: .*16/),
	]);
	for (const url of [
		'',
		'stun:10.0.0.7',
		'https://turn.tinh.gov.vn',
		'turn://10.0.0.7',
		'turn:10.0.0.7:0',
		'turn:10.0.0.7:65536',
		'turn:user@10.0.0.7',
		'turn:10.0.0.7?transport=sctp',
		// TURN over DTLS
		'turns:10.0.0.7?transport=udp',
	])
		expect(mistakes({ TURN_URLS: `turn:10.0.0.7,${url}`, TURN_SECRET: secret }), url).toEqual([
			expect.stringMatching(/^TURN_URLS: number 2 is no address/),
		]);
	expect(mistakes({ TURN_URLS: 'stun:a,turn:b', TURN_SECRET: 'short', PORT: '1' })).toHaveLength(2);
});

test('the secret is in nothing that is printed', () => {
	const settings = readSettings({ TURN_URLS: 'turn:10.0.0.7', TURN_SECRET: secret }, true);
	for (const printed of [
		JSON.stringify(settings),
		inspect(settings, { depth: null, showHidden: true }),
		...mistakes({ TURN_URLS: secret, TURN_SECRET: secret }),
		...mistakes({ TURN_SECRET: secret }),
	])
		expect(printed).not.toContain(secret);
});
