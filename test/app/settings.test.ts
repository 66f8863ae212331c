import { expect, test } from 'vitest';
import { readSettings, SettingsError } from '../../app/settings.ts';

const mistakes = (environment: Record<string, string>) => {
	try {
		readSettings(environment, false);
		return [];
	} catch (error) {
		if (error instanceof SettingsError) return error.mistakes;
		throw error;
	}
};

test('production starts behind TLS of its own or of a declared proxy', () => {
	const tls = {
		ORIGIN: 'https://hop.tinh.gov.vn',
		TLS_CERTIFICATE: 'a.pem',
		TLS_KEY: 'b.pem',
		MEDIA_LISTEN_IP: '10.0.0.1',
	};
	expect(readSettings(tls, false)).toMatchObject({
		port: 443,
		host: '0.0.0.0',
		demo: false,
		tls: { certificate: 'a.pem' },
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
