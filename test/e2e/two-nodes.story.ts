import { expect } from '@playwright/test';
import { attend, come, expectConnected, openPage } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { LoneNode } from './support/lone-node.ts';
import { expectFrames, expectSound, expectVideo } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;
let node: LoneNode;

test.beforeAll(async () => {
	let token = '';
	server = await DemoServer.start(
		{},
		async (dataDir) => void (token = LoneNode.add(dataDir, 'khu-vuc', 'delegate-commune')),
	);
	node = LoneNode.start(server.url, token);
});

test.afterAll(async () => {
	await node.close();
	await server.close();
});

test('whoever is with the media node of their area sees and hears the province, and is seen and heard there; the node goes, and they are back without a reload', async ({
	browser,
}) => {
	const { page: administrator } = await come(browser, server, 'administrator');
	await openPage(administrator, `${server.url}/admin/nodes`);
	const row = administrator.getByTestId('node-khu-vuc');
	await expect(row).toContainText('Đã kết nối');

	const chair = await attend(browser, server, 'chair');
	const commune = await attend(browser, server, 'delegate-commune');
	await chair.page.getByTestId('meeting-start').click();
	await expectVideo(commune.page, 'main');
	await Promise.all([expectFrames(commune.page, 15), expectSound(commune.page)]);
	const line = row.getByTestId('node-line');
	await expect(row).toContainText('1 thiết bị');
	await expect(line).toContainText('Đường truyền thông');
	await expect(line).toContainText('1 tiếng');

	await commune.page.getByTestId('tab-floor').click();
	await commune.page.getByTestId('floor-request').click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await Promise.all([expectVideo(chair.page, 'main'), expectSound(chair.page)]);
	await expectFrames(chair.page, 15);

	await node.kill();
	await expect(row).toContainText('Mất kết nối');
	await expectConnected(commune.page);
	await expectFrames(chair.page, 15);
	await Promise.all([expectSound(chair.page), expectVideo(chair.page, 'main')]);
});
