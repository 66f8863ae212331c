import { hostname } from 'node:os';
import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '#sfu/node/settings.ts';

const least = { NODE_LINK_URL: 'http://127.0.0.1:3000', NODE_LINK_TOKEN: 'a-secret-of-the-link' };

function mistakesOf(environment: Record<string, string>): readonly string[] {
	try {
		readSettings(environment);
	} catch (error) {
		if (error instanceof SettingsError) return error.mistakes;
		throw error;
	}
	return [];
}

describe('settings of a media node', () => {
	it('needs only the link; listens on this machine, on ports from the system', () => {
		const { media, linkUrl } = readSettings(least);
		expect(linkUrl).toBe(least.NODE_LINK_URL);
		expect(media).toMatchObject({ listenIps: ['127.0.0.1'], port: 0, announcedAddress: undefined });
		expect(media.workers).toBeGreaterThanOrEqual(1);
	});

	it('has the name of its machine, and ten minutes without its control process, unless told otherwise', () => {
		expect(readSettings(least)).toMatchObject({ nodeId: hostname(), aloneFor: 600_000 });
		const told = { ...least, NODE_ID: 'huyen-12', NODE_ALONE_MINUTES: '0' };
		expect(readSettings(told)).toMatchObject({ nodeId: 'huyen-12', aloneFor: 0 });
		expect(
			mistakesOf({ ...least, NODE_ID: 'two words', NODE_ALONE_MINUTES: 'ever' }).map((line) => line.split(':')[0]),
		).toEqual(['NODE_ID', 'NODE_ALONE_MINUTES']);
	});

	it('reports every mistake at once, one line each, named', () => {
		const mistakes = mistakesOf({
			NODE_LINK_URL: 'ftp://somewhere',
			MEDIA_LISTEN_IP: 'localhost',
			MEDIA_PORT: '99999',
			MEDIA_WORKERS: '0',
		});
		expect(mistakes.map((line) => line.split(':')[0])).toEqual([
			'NODE_LINK_URL',
			'NODE_LINK_TOKEN',
			'MEDIA_LISTEN_IP',
			'MEDIA_PORT',
			'MEDIA_WORKERS',
		]);
		expect(mistakes[1]).toBe('NODE_LINK_TOKEN: is missing');
		expect(mistakes.every((line) => !line.includes('\n'))).toBe(true);
	});

	it('wants to know what to tell browsers when it listens on all addresses', () => {
		expect(mistakesOf({ ...least, MEDIA_LISTEN_IP: '0.0.0.0' })).toEqual([
			'MEDIA_ANNOUNCED_ADDRESS: is needed when MEDIA_LISTEN_IP is 0.0.0.0',
		]);
		expect(mistakesOf({ ...least, MEDIA_LISTEN_IP: '::', MEDIA_ANNOUNCED_ADDRESS: 'hop.example.vn' })).toEqual([]);
	});

	it('listens on several addresses, each told to browsers as it is', () => {
		const several = { ...least, MEDIA_LISTEN_IP: '127.0.0.1, 10.0.0.7' };
		expect(readSettings(several).media.listenIps).toEqual(['127.0.0.1', '10.0.0.7']);
		expect(mistakesOf({ ...several, MEDIA_ANNOUNCED_ADDRESS: 'hop.example.vn' })).toHaveLength(1);
		expect(mistakesOf({ ...least, MEDIA_LISTEN_IP: '127.0.0.1,' })).toHaveLength(1);
	});

	it('refuses a first port that leaves no room for all workers', () => {
		expect(mistakesOf({ ...least, MEDIA_PORT: '65535', MEDIA_WORKERS: '2' })).toHaveLength(1);
		expect(readSettings({ ...least, MEDIA_PORT: '65534', MEDIA_WORKERS: '2' }).media.port).toBe(65_534);
	});
});
