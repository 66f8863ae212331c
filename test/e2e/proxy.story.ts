import { expect, type Page } from '@playwright/test';
import { joinMeeting, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectVideo } from './support/media-stats.ts';
import { Proxy } from './support/proxy.ts';
import { test } from './support/story.ts';

let server: DemoServer;
let proxy: Proxy;

test.beforeAll(async () => {
	server = await DemoServer.start();
	proxy = await Proxy.start(server.url);
});

test.afterAll(async () => {
	await proxy.close();
	await server.close();
});

/** What a page heard over WebSockets, to be asked for after it came in. */
function countFrames(page: Page): () => number {
	let frames = 0;
	page.on('websocket', (socket) => socket.on('framereceived', () => (frames += 1)));
	return () => frames;
}

test('a meeting behind nginx, with WebSockets and where nobody thought of them', async ({ browser }) => {
	const behind = (url: string) => ({ url, account: server.account.bind(server) });
	const chair = await signIn(browser, behind(proxy.url), 'chair');
	const delegate = await signIn(browser, behind(proxy.urlWithoutUpgrade), 'delegate-district');
	const [chairFrames, delegateFrames] = [countFrames(chair.page), countFrames(delegate.page)];
	await joinMeeting(chair);
	await joinMeeting(delegate);
	expect(chairFrames()).toBeGreaterThan(0);
	expect(delegateFrames()).toBe(0);

	await chair.page.getByTestId('meeting-start').click();
	await expectVideo(delegate.page, 'main');
	await delegate.page.getByTestId('tab-floor').click();
	await delegate.page.getByTestId('floor-request').click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await expect(delegate.page.getByTestId('stage-main')).toContainText(server.account('delegate-district').name);
	await expectVideo(chair.page, 'main');
	expect(delegateFrames()).toBe(0);
});
