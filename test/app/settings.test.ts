import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../app/settings.ts';
import { temporaryFolder } from '../db/temporary-database.ts';
import { testCertificate, testKey } from './tls-pair.ts';

const mistakes = (environment: Record<string, string>) => {
	try {
		readSettings(environment, false);
		return [];
	} catch (error) {
		if (error instanceof SettingsError) return error.mistakes;
		throw error;
	}
};

/** Writes a file of that text and tells its path. */
function written(text: string): string {
	const file = path.join(temporaryFolder(), 'tls.pem');
	writeFileSync(file, text);
	return file;
}

test('production starts behind TLS of its own or of a declared proxy', () => {
	const certificate = written(testCertificate);
	const tls = {
		ORIGIN: 'https://hop.tinh.gov.vn',
		TLS_CERTIFICATE: certificate,
		TLS_KEY: written(testKey),
		MEDIA_LISTEN_IP: '10.0.0.1',
	};
	expect(readSettings(tls, false)).toMatchObject({
		port: 443,
		host: '0.0.0.0',
		demo: false,
		tls: { certificate },
	});
	const proxied = {
		ORIGIN: 'https://hop.tinh.gov.vn',
		REVERSE_PROXY: 'yes',
		PORT: '8080',
		MEDIA_LISTEN_IP: '10.0.0.1',
	};
	expect(readSettings(proxied, false)).toMatchObject({
		port: 8080,
		host: '127.0.0.1',
		behindProxy: true,
		tls: undefined,
	});
});

test('unsafe or wrong settings are refused, each with its line', () => {
	expect(mistakes({})).toEqual([
		expect.stringMatching(/^ORIGIN: is missing/),
		expect.stringMatching(/^TLS_CERTIFICATE and TLS_KEY/),
		expect.stringMatching(/^MEDIA_LISTEN_IP: is missing/),
	]);
	expect(mistakes({ ORIGIN: 'http://hop.tinh.gov.vn', REVERSE_PROXY: 'yes', MEDIA_LISTEN_IP: '10.0.0.1' })).toEqual([
		expect.stringMatching(/https/),
	]);
	expect(mistakes({ ORIGIN: 'https://hop.tinh.gov.vn', TLS_KEY: 'b.pem' })).toHaveLength(3);
	expect(
		mistakes({ ORIGIN: 'https://hop.tinh.gov.vn/path', PORT: '70000', REVERSE_PROXY: 'maybe', LOG_LEVEL: 'loud' }),
	).toHaveLength(4);
});

test('the demo is never open to the network', () => {
	expect(readSettings({ HOST: '0.0.0.0', ORIGIN: 'https://hop.tinh.gov.vn' }, true)).toMatchObject({
		host: '127.0.0.1',
		demo: true,
	});
});

test('a certificate that cannot serve is refused at the start, each file with its line', () => {
	const refused = (certificate: string, key: string) =>
		mistakes({
			ORIGIN: 'https://hop.tinh.gov.vn',
			MEDIA_LISTEN_IP: '10.0.0.1',
			TLS_CERTIFICATE: certificate,
			TLS_KEY: key,
		});
	const [certificate, key] = [written(testCertificate), written(testKey)];
	const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
	expect(refused('/nope.pem', '/neither.pem')).toEqual([
		'TLS_CERTIFICATE: /nope.pem cannot be read (ENOENT)',
		'TLS_KEY: /neither.pem cannot be read (ENOENT)',
	]);
	expect(refused(key, certificate)).toEqual([
		expect.stringMatching(/^TLS_CERTIFICATE: .* holds no certificate/),
		expect.stringMatching(/^TLS_KEY: .* holds no private key/),
	]);
	const locked = other.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' }).toString();
	expect(refused(certificate, written(locked))).toEqual([expect.stringMatching(/without a passphrase$/)]);
	const foreign = other.export({ type: 'pkcs8', format: 'pem' }).toString();
	expect(refused(certificate, written(foreign))).toEqual([
		expect.stringMatching(/^TLS_KEY: .* is not the key of the certificate in /),
	]);
});

test('a token for the metrics is optional, and none that is easily guessed or cannot travel in a header', () => {
	expect(readSettings({}, true).metricsToken).toBeUndefined();
	expect(readSettings({}, true).linkHistoryDays).toBe(366);
	expect(readSettings({ LINK_HISTORY_DAYS: '90' }, true).linkHistoryDays).toBe(90);
	expect(readSettings({}, true).offlineLease).toBe(72 * 3_600_000);
	expect(readSettings({ OFFLINE_LEASE_HOURS: '24' }, true).offlineLease).toBe(24 * 3_600_000);
	expect(mistakes({ OFFLINE_LEASE_HOURS: '721' })).toEqual([
		'OFFLINE_LEASE_HOURS: must be a number of hours, 1 to 720',
	]);
	expect(readSettings({ CLAMD_SOCKET: '/run/clamav/clamd.ctl' }, true).clamdSocket).toBe('/run/clamav/clamd.ctl');
	expect(readSettings({}, true).readsScans).toBe(true);
	expect(readSettings({ OCR: 'no' }, true).readsScans).toBe(false);
	expect(mistakes({ CLAMD_SOCKET: 'clamd:3310' })).toEqual([expect.stringMatching(/^CLAMD_SOCKET: must be the path/)]);
	expect(mistakes({ LINK_HISTORY_DAYS: '0' })).toEqual(['LINK_HISTORY_DAYS: must be a number of days, 1 to 3660']);
	expect(readSettings({ METRICS_TOKEN: 'sixteen-at-least' }, true).metricsToken).toBe('sixteen-at-least');
	expect(mistakes({ METRICS_TOKEN: 'too-short' })).toEqual(['METRICS_TOKEN: must have at least 16 characters']);
	expect(mistakes({ METRICS_TOKEN: 'sixteen with space' })).toEqual([expect.stringMatching(/^METRICS_TOKEN: must be/)]);
});

test('the server has a node of its own unless told otherwise', () => {
	expect(readSettings({}, true)).toMatchObject({ localNode: true });
	const elsewhere = { ORIGIN: 'https://hop.tinh.gov.vn', REVERSE_PROXY: 'yes', LOCAL_NODE: 'no' };
	// Where no media arrives nothing is asked about media.
	expect(readSettings(elsewhere, false)).toMatchObject({ localNode: false });
});
