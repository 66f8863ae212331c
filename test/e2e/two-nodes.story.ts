import { expect } from '@playwright/test';
import { expectAccessible, expectAccessibleAnyhow, extremeSizes } from './support/accessible.ts';
import { attend, come, expectConnected, openPage } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { LoneNode } from './support/lone-node.ts';
import { expectFrames, expectSound, expectVideo, openConnections, soundSent } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;
let node: LoneNode;
let token = '';

test.beforeAll(async () => {
	server = await DemoServer.start({}, async (dataDir) => {
		token = LoneNode.add(dataDir, 'khu-vuc', 'delegate-commune', 'delegate-district');
		LoneNode.add(dataDir, 'du-phong');
	});
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
	await expectAccessibleAnyhow(administrator, 'a tree of three media nodes with a line', extremeSizes);

	await commune.page.getByTestId('tab-floor').click();
	await commune.page.getByTestId('floor-request').click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
	await Promise.all([expectVideo(chair.page, 'main'), expectSound(chair.page)]);
	await expectFrames(chair.page, 15);

	await test.step('the province is lost to them: they go on among themselves, and all is as before when it is back', async () => {
		const island = 'Mất kết nối với tỉnh, họp tạm trong khu vực';
		const area = [commune.page, district.page];
		const microphone = commune.page.getByTestId('microphone-toggle');
		const before = await Promise.all(area.map(openConnections));
		await expectVideo(district.page, 'main');
		await microphone.click();
		await server.kill();
		for (const page of area) await expect(page.getByText(island)).toBeVisible();
		await expectVideo(district.page, 'main');
		await expect(commune.page.locator('video[data-place="secondary"]')).toBeVisible();
		await Promise.all([...area.map((page) => expectFrames(page, 15)), expectSound(commune.page)]);
		await microphone.click();
		await expectSound(district.page);
		await expectAccessible(district.page, 'an area that meets by itself');
		await server.run();
		for (const { page } of [chair, commune, district]) await expectConnected(page);
		for (const page of area) await expect(page.getByText(island)).toHaveCount(0);
		expect(await soundSent(commune.page), 'a microphone that was off before is off again').toEqual([]);
		expect(await Promise.all(area.map(openConnections)), 'media within the area stood all the time').toEqual(before);
		await microphone.click();
		await Promise.all([expectVideo(chair.page, 'main'), expectSound(chair.page)]);
	});

	// The operator sees who is with which node, and why; moves a site to another one, and takes it back.
	const { page: operator } = await come(browser, server, 'operator');
	await openPage(operator, `${server.url}/ops/meetings/${new URL(chair.page.url()).pathname.split('/')[2] ?? ''}`);
	const home = operator.getByTestId('device-row').filter({ hasText: 'Nam Tiến' }).getByTestId('device-home');
	const alarms = operator.getByTestId('ops-alerts').locator('[data-alarm]');
	const move = async (to: string) => {
		await home.getByTestId('move-site').click();
		await operator.getByTestId('move-node').selectOption(to);
		await operator.getByTestId('dialog-submit').click();
	};
	await expect(home).toHaveAttribute('data-why', 'unit');
	await expect(home).toContainText('khu-vuc');
	const workers = operator.getByRole('region', { name: 'Tiến trình xử lý hình, tiếng' }).getByRole('row');
	await expect(workers.filter({ hasText: 'Máy truyền dẫn của máy chủ' }).first()).toBeVisible();
	await expect(workers.filter({ hasText: 'khu-vuc' })).toHaveCount(1);
	const lefts = await operator
		.getByTestId('move-site')
		.evaluateAll((all) => all.map((each) => each.getBoundingClientRect().left));
	expect(lefts).toHaveLength(3);
	expect(new Set(lefts).size, 'buttons of a column stand below each other').toBe(1);
	await home.getByTestId('move-site').click();
	await expectAccessibleAnyhow(operator, 'the dialog in which a site is moved', extremeSizes);
	await operator.keyboard.press('Escape');
	await move('local');
	await expect(home).toHaveAttribute('data-why', 'chosen');
	await expect(home).toContainText('Máy truyền dẫn của máy chủ');
	await Promise.all([expectConnected(commune.page), expectFrames(chair.page, 15), expectSound(chair.page)]);
	await move('');
	await expect(home).toHaveAttribute('data-why', 'unit');
	await expect(alarms).toHaveCount(0);

	await node.kill();
	await expect(row).toContainText('Mất kết nối');
	await expectConnected(commune.page);
	await expectFrames(chair.page, 15);
	await Promise.all([expectSound(chair.page), expectVideo(chair.page, 'main')]);
	await expect(home).toHaveAttribute('data-why', 'away');
	await expect(alarms).toHaveAttribute('data-alarm', 'node-away');
	await expect(administrator.locator('[data-alarm]')).toHaveAttribute('data-alarm', 'node-away');
	await expectAccessibleAnyhow(operator, 'alarms of media nodes at a meeting', extremeSizes);
	await expectAccessibleAnyhow(administrator, 'alarms of media nodes', extremeSizes);

	// It is back: who was moved stays until they are asked home.
	node = LoneNode.start(server.url, token);
	await expect(home).toHaveAttribute('data-why', 'stays');
	await expect(alarms).toHaveCount(0);
	await operator.getByTestId('call-home').click();
	await operator.getByTestId('dialog-submit').click();
	await expect(home).toHaveAttribute('data-why', 'unit');
	await Promise.all([expectConnected(commune.page), expectFrames(chair.page, 15), expectSound(chair.page)]);
});
