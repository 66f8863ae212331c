import { expect } from '@playwright/test';
import { attend, expectConnected } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { LoneNode } from './support/lone-node.ts';
import { expectFrames, expectSound, expectVideo, openConnections } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;
let node: LoneNode;

test.beforeAll(async () => {
	let token = '';
	server = await DemoServer.start(
		{ LOCAL_NODE: 'no' },
		async (dataDir) => void (token = LoneNode.add(dataDir, 'lone')),
	);
	node = LoneNode.start(server.url, token);
});

test.afterAll(async () => {
	await node.close();
	await server.close();
});

test('the server is killed and comes back beside its media node: picture and sound go on all the time, and nobody joins anew', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	const district = await attend(browser, server, 'delegate-district');
	const pages = [chair.page, district.page];
	await chair.page.getByTestId('meeting-start').click();
	await expectVideo(district.page, 'main');
	await expectSound(district.page);
	const before = await Promise.all(pages.map(openConnections));
	const links = node.linked;

	await server.kill();
	for (const page of pages)
		await expect(page.getByTestId('connection-state')).not.toHaveAttribute('data-state', 'connected');
	await Promise.all([expectFrames(district.page, 15), expectSound(district.page)]);
	await server.run();
	for (const page of pages) await expectConnected(page);
	await Promise.all([expectFrames(district.page, 15), expectSound(district.page)]);

	// The next server directs what the former one began.
	await district.page.getByTestId('tab-floor').click();
	await district.page.getByTestId('floor-request').click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await Promise.all([expectVideo(chair.page, 'main'), expectSound(chair.page)]);
	expect(node.linked, 'by another server').toBeGreaterThan(links);
	expect(await Promise.all(pages.map(openConnections)), 'media stood all the time').toEqual(before);
});
