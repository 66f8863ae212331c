import { expect, type Browser, type Locator, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DistrictNode } from '#test/cascade/district-node.ts';
import { Ground } from '#test/cascade/ground.ts';
import { launchInside } from './support/browser-inside.ts';
import { come, expectConnected } from './support/attendee.ts';
import type { DemoRole } from './support/demo-server.ts';
import { expectFrames, expectSilence, expectSound, expectVideo, soundSent } from './support/media-stats.ts';
import { test } from './support/story.ts';

const island = 'Mất kết nối với tỉnh, họp tạm trong khu vực';

let ground: Ground;
let node: DistrictNode;
const browsers: Browser[] = [];
const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-networks-'));

test.beforeAll(async () => {
	ground = await Ground.lay({
		districts: 1,
		communes: 1,
		roundTrip: 0,
		sites: 8,
		// Who runs the meeting sits in the first room; all others are the district's.
		plan: (sites) => ({ districts: [sites.slice(1).map(({ unitId }) => unitId)], meetings: [], saidKbps: null }),
		say: () => {},
	});
	node = await DistrictNode.start(ground.nodeOptions(0));
});

test.afterAll(async () => {
	for (const browser of browsers) await browser.close();
	await node.close();
	await ground.close();
	rmSync(folder, { recursive: true, force: true });
});

test('province, district and commune, each in a network of its own: they see and hear each other, share and vote; the line is cut, the district goes on and hears who opens their microphone, and nothing is lost when it is back', async ({
	browser,
}) => {
	const { line, namespace, communes } = ground.networks.districts[0] ?? {};
	if (!line || !namespace || !communes?.[0]) throw new Error('no networks were laid');
	const inside = async (where: string) => {
		const launched = await launchInside(where, folder);
		browsers.push(launched);
		return launched;
	};
	const chair = await enter(browser, 'chair');
	await chair.getByTestId('meeting-start').click();
	const district = await enter(await inside(namespace), 'delegate-district');
	const commune = await enter(await inside(communes[0].namespace), 'delegate-commune', { width: 820, height: 1180 });
	for (const page of [district, commune]) {
		await expectVideo(page, 'main');
		await expectSound(page);
	}

	await test.step('the commune asks for the floor: who is in the province and in the district sees and hears it', async () => {
		await commune.getByTestId('tab-floor').click();
		await commune.getByTestId('floor-request').click();
		await chair.getByTestId('tab-floor').click();
		await chair.locator('[data-testid^="floor-grant-"]').first().click();
		for (const page of [chair, district]) {
			await expect(page.getByTestId('stage-main')).toContainText(nameOf('delegate-commune'));
			await expectVideo(page, 'main');
			await expectSound(page);
		}
	});

	await test.step('the chair shares a screen over the line', async () => {
		await chair.getByTestId('share-screen').click();
		for (const page of [district, commune]) await expectVideo(page, 'content', { frames: 3, width: 320, height: 180 });
		await chair.getByTestId('share-stop').click();
	});

	await test.step('a vote', async () => {
		await chair.getByTestId('tab-votes').click();
		await chair.getByTestId('vote-title').fill('Thông qua kế hoạch');
		await chair.getByTestId('vote-rule').selectOption('present');
		await chair.getByTestId('vote-open').click();
		for (const page of [district, commune]) {
			await page.getByTestId('vote-choice-for').click();
			await page.getByTestId('vote-confirm').click();
			await expect(page.getByTestId('vote-done')).toBeVisible();
		}
		await chair.getByTestId('vote-close').click();
		await chair.getByTestId('vote-publish').click();
		await expect(commune.getByText('Được thông qua', { exact: true })).toBeVisible();
	});

	const administrator = await pageOf(browser, 'administrator', '/admin/nodes');
	const row = administrator.getByTestId('node-district-1');
	await expect(row.getByTestId('node-line')).toContainText('Đường truyền thông');
	for (const page of [chair, district, commune])
		await page.evaluate(() => void Object.assign(window, { isStillHere: true }));
	const microphone = district.getByTestId('microphone-toggle');
	await microphone.click();
	await expect(microphone).toHaveAttribute('aria-pressed', 'false');
	await test.step('the line is cut: the district goes on by itself', async () => {
		const words = ['Mất kết nối', island];
		const shown = words.map((text) => [district, commune].map((page) => whenShown(page, text)));
		line.lose(1);
		const cutAt = performance.timeOrigin + performance.now();
		for (const [index, text] of words.entries()) {
			measured(`“${text}”`, await Promise.all(shown[index] ?? []), cutAt);
			for (const page of [district, commune]) await expect(page.getByText(text).first()).toBeVisible();
		}
		for (const page of [district, commune]) await expectFrames(page, 15);
		await expectSound(district);
		const sign = district.getByTestId('connection-state');
		expect(await middleOf(sign.locator('svg')), 'a sign without words stands in the middle').toBeCloseTo(
			await middleOf(sign),
			0,
		);
		await expectSilence(commune);
		await microphone.click();
		await expectSound(commune);
		// Who runs the machines reads both: that the line is cut, and that the node beyond it may be well.
		const alarms = administrator.locator('[data-alarm]');
		await expect(alarms).toHaveCount(2);
		for (const trouble of ['line-cut', 'node-silent'])
			await expect(administrator.locator(`[data-alarm=${trouble}]`)).toBeVisible();
		await expect(row).toContainText('Không trả lời');
		await expect(row.getByTestId('node-line')).toContainText('Đường truyền bị cắt');
		await expect(row.getByTestId('node-line'), 'what was measured last').not.toContainText('kbit/s');
	});

	await test.step('the line is back: all are together again, and no page was loaded anew', async () => {
		const gone = [district, commune].map((page) => whenShown(page, island, false));
		line.lose(0);
		const backAt = performance.timeOrigin + performance.now();
		measured('the province again', await Promise.all(gone), backAt);
		for (const page of [chair, district, commune]) await expectConnected(page);
		for (const page of [district, commune]) await expect(page.getByText(island)).toHaveCount(0);
		await expect(microphone, 'a microphone that was off before is off again').toHaveAttribute('aria-pressed', 'false');
		expect(await soundSent(district)).toEqual([]);
		await expect(chair.getByTestId('stage-main')).toContainText(nameOf('delegate-commune'));
		await expectVideo(chair, 'main');
		await expectSound(chair);
		await expect(row).toContainText('Đã kết nối');
		await expect(administrator.locator('[data-alarm]')).toHaveCount(0);
		for (const page of [chair, district, commune])
			expect(await page.evaluate(() => 'isStillHere' in window), 'the same page').toBe(true);
	});
});

const nameOf = (role: DemoRole): string => ground.product.account(role).name;

/** When a page shows this text, or no more, by this machine's clock; ms since 1970. It looks by itself: asked from here it is late. */
const whenShown = (page: Page, text: string, isShown = true): Promise<number> =>
	page.evaluate(
		([sought, shown]) =>
			new Promise<number>((resolve) => {
				const observer = new MutationObserver(() => {
					if (document.body.textContent.includes(sought) !== shown) return;
					observer.disconnect();
					requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()));
				});
				observer.observe(document.body, { subtree: true, childList: true, characterData: true });
			}),
		[text, isShown] as const,
	);

function measured(what: string, at: readonly number[], since: number): void {
	const times = at.map((each) => Math.round(each - since));
	test.info().annotations.push({ type: 'measured', description: `${what} after ${times.join(', ')} ms` });
}

async function middleOf(what: Locator): Promise<number> {
	const { y = 0, height = 0 } = (await what.boundingBox()) ?? {};
	return y + height / 2;
}

async function pageOf(
	from: Browser,
	role: DemoRole,
	path: string,
	viewport = { width: 1180, height: 820 },
): Promise<Page> {
	const { url } = ground.product;
	const reached = { url, account: (asked: DemoRole) => ground.product.account(asked) };
	const { page } = await come(from, reached, role, { ignoreHTTPSErrors: true, viewport });
	await page.goto(url + path);
	return page;
}

/** Into the meeting of all sites. */
async function enter(from: Browser, role: DemoRole, viewport?: { width: number; height: number }): Promise<Page> {
	const page = await pageOf(from, role, `/meetings/${ground.product.conference.meetingId}/live`, viewport);
	await expectConnected(page);
	return page;
}
