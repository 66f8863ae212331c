import { describe, expect, it } from 'vitest';
import { readSettings, SettingsError } from '#sfu/node/settings.ts';

const least = { NODE_LINK_URL: 'http://127.0.0.1:3000', NODE_LINK_TOKEN: 'huyen-12.a-secret-of-the-link' };

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

	it('has ten minutes without its control process, unless told otherwise', () => {
		expect(readSettings(least)).toMatchObject({ aloneFor: 600_000 });
		expect(readSettings({ ...least, NODE_ALONE_MINUTES: '0' })).toMatchObject({ aloneFor: 0 });
		expect(mistakesOf({ ...least, NODE_ALONE_MINUTES: 'ever' })).toHaveLength(1);
	});

	it('has a token of a name and a secret, as it was shown; another is refused before anybody is dialled', () => {
		for (const token of ['a-secret-alone', 'huyen-12.short', 'two words.a-secret-of-the-link', `h.${'x'.repeat(200)}`])
			expect(mistakesOf({ ...least, NODE_LINK_TOKEN: token }), token).toEqual([
				expect.stringMatching(/^NODE_LINK_TOKEN: /),
			]);
		expect(mistakesOf({ ...least, NODE_LINK_TOKEN: 'tinh.th-1.a-secret_of-the-link' })).toEqual([]);
	});

	it('dials in clear nobody but its own machine: keys go over the link', () => {
		const mistakes = (url: string) => mistakesOf({ ...least, NODE_LINK_URL: url });
		for (const url of ['https://hop.example.vn', 'http://localhost:3000', 'http://[::1]:3000'])
			expect(mistakes(url)).toEqual([]);
		for (const url of ['http://hop.example.vn', 'http://10.0.0.1:3000', 'http://127.0.0.1.example.vn', 'https://'])
			expect(mistakes(url), url).toEqual([expect.stringMatching(/^NODE_LINK_URL: must be an https/)]);
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

	it('has a range of ports for lines to other nodes, or takes any', () => {
		expect(readSettings(least).media.linePorts).toBeUndefined();
		const ports = (range: string) => ({ ...least, MEDIA_LINE_PORTS: range });
		expect(readSettings(ports('41000-41999')).media.linePorts).toEqual({ min: 41_000, max: 41_999 });
		for (const wrong of ['41000', '2-1', '0-10', '1-70000', 'a-b']) expect(mistakesOf(ports(wrong))).toHaveLength(1);
	});

	it('refuses a first port that leaves no room for all workers', () => {
		expect(mistakesOf({ ...least, MEDIA_PORT: '65535', MEDIA_WORKERS: '2' })).toHaveLength(1);
		expect(readSettings({ ...least, MEDIA_PORT: '65534', MEDIA_WORKERS: '2' }).media.port).toBe(65_534);
	});
});
