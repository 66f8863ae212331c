import { expect } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { attend, come, expectConnected, openPage } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { LoneNode } from './support/lone-node.ts';
import { expectFrames, expectSound, expectVideo, openConnections } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;
let node: LoneNode;

test.beforeAll(async () => {
	let token = '';
	server = await DemoServer.start(
		{},
		async (dataDir) => void (token = LoneNode.add(dataDir, 'khu-vuc', 'delegate-commune', 'delegate-district')),
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
	const district = await attend(browser, server, 'delegate-district');
	await chair.page.getByTestId('meeting-start').click();
	await expectVideo(commune.page, 'main');
	await Promise.all([expectFrames(commune.page, 15), expectSound(commune.page)]);
	const line = row.getByTestId('node-line');
	await expect(row).toContainText('2 thiết bị');
	await expect(line).toContainText('Đường truyền thông');
	await expect(line).toContainText('1 tiếng');

	await commune.page.getByTestId('tab-floor').click();
	await commune.page.getByTestId('floor-request').click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await Promise.all([expectVideo(chair.page, 'main'), expectSound(chair.page)]);
	await expectFrames(chair.page, 15);

	await test.step('the province is lost to them: they go on among themselves, and all is as before when it is back', async () => {
		const island = 'Mất kết nối với tỉnh, họp tạm trong khu vực';
		const before = await openConnections(district.page);
		await Promise.all([expectVideo(district.page, 'main'), expectSound(district.page)]);
		await server.kill();
		await expect(district.page.getByText(island)).toBeVisible();
		await expectVideo(district.page, 'main');
		await Promise.all([expectFrames(district.page, 15), expectSound(district.page)]);
		await expectAccessible(district.page, 'an area that meets by itself');
		await server.run();
		for (const { page } of [chair, commune, district]) await expectConnected(page);
		await expect(district.page.getByText(island)).toHaveCount(0);
		await Promise.all([expectVideo(chair.page, 'main'), expectSound(chair.page)]);
		expect(await openConnections(district.page), 'media within the area stood all the time').toBe(before);
	});

	await node.kill();
	await expect(row).toContainText('Mất kết nối');
	await expectConnected(commune.page);
	await expectFrames(chair.page, 15);
	await Promise.all([expectSound(chair.page), expectVideo(chair.page, 'main')]);
});
