import { expect } from '@playwright/test';
import { expectConnected, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { watchPeerConnections } from './support/media-stats.ts';
import { test } from './support/story.ts';

/** Heads and all, without what the meeting itself says and shows. */
const mostBytes = 250_000;
const mostRequests = 30;

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

test('what a delegate’s device fetches at its first time, until it is in the meeting with its media, weighs little', async ({
	browser,
}) => {
	const { page, context } = await signIn(browser, server, 'delegate-province');
	const check = (await page.locator('[data-testid^="enter-"]').first().getAttribute('href')) ?? '';

	// Nothing is kept of the pages before: as on the first day.
	const fresh = await browser.newContext({ storageState: await context.storageState() });
	await fresh.addInitScript(watchPeerConnections);
	const first = await fresh.newPage();
	const devtools = await fresh.newCDPSession(first);
	await devtools.send('Network.enable');
	let bytes = 0;
	devtools.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
	const requests: string[] = [];
	first.on('request', (request) => requests.push(new URL(request.url()).pathname));
	await first.goto(server.url + check.replace('device-check', 'live'));
	await expectConnected(first);
	await expect
		.poll(() => first.evaluate(() => (window as unknown as { connections: object[] }).connections.length), {
			message: 'what speaks WebRTC has come, too',
		})
		.toBeGreaterThan(0);
	await first.evaluate(() => document.fonts.ready);

	test.info().annotations.push({ type: 'measured', description: `${bytes} bytes in ${requests.length} requests` });
	expect(bytes, 'something was measured').toBeGreaterThan(100_000);
	expect(bytes).toBeLessThanOrEqual(mostBytes);
	expect(requests.length, requests.join('\n')).toBeLessThanOrEqual(mostRequests);
});
