import { expect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gather, joinThroughCheck, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import {
	cameraFramesSent,
	expectSound,
	expectVideo,
	framesReceived,
	unseenFramesDecoded,
} from './support/media-stats.ts';
import { expectPrinted } from './support/printed.ts';
import { setBehind } from './support/processor.ts';
import { test } from './support/story.ts';
import { WatchedTracks } from '#test/support/watched-tracks.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

test('a meeting of four from the device check to the minutes', async ({ browser }) => {
	test.setTimeout(300_000);
	const chair = await signIn(browser, server, 'chair');
	await joinThroughCheck(chair);
	const roles = ['secretary', 'delegate-province', 'delegate-district'] as const;
	const [secretary, province, district] = await gather(browser, server, ...roles);
	const watched = await WatchedTracks.of(province.page);
	const all = [chair, secretary, province, district].map(({ page }) => page);
	const districtName = server.account('delegate-district').name;

	await test.step('the chair starts; who waits for the floor sends a small picture, and all of it once the chair’s hand comes', async () => {
		await chair.page.getByTestId('meeting-start').click();
		await expectVideo(province.page, 'main');
		await openTab(chair.page, 'people');
		const before = await unseenFramesDecoded(province.page);
		await chair.page
			.locator('[data-participant]')
			.filter({ hasText: server.account('secretary').name })
			.click();
		await expect
			.poll(() => unseenFramesDecoded(province.page), { message: 'whom the chair may call to be there small' })
			.toBeGreaterThan(before + 5);
		await chair.page.keyboard.press('Escape');
		const both = [district.page, province.page];
		for (const [index, page] of both.entries()) {
			await openTab(page, 'floor');
			await page.getByTestId('floor-request').click();
			await expect(chair.page.getByTestId('tab-floor')).toContainText(String(index + 1));
		}
		for (const page of both) await expectLayers(page, 'smallest');
		await openTab(chair.page, 'floor');
		await expectLayers(district.page, 'larger');
		await expectLayers(province.page, 'smallest');
		await chair.page.locator('[data-testid^="floor-grant-"]').nth(1).hover();
		await expectLayers(province.page, 'larger');
	});

	await test.step('the first of them gets the floor, the other one does not want it any more', async () => {
		await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
		for (const page of all) await expect(page.getByTestId('stage-main')).toContainText(districtName);
		// What would only be refused is not offered.
		await openTab(chair.page, 'people');
		const give = chair.page.locator('[data-testid^="floor-give-"]');
		await chair.page.locator('button[data-participant]').filter({ hasText: districtName }).click();
		await expect(give).toBeDisabled();
		await chair.page.keyboard.press('Escape');
		await chair.page
			.locator('button[data-participant]')
			.filter({ hasText: server.account('secretary').name })
			.click();
		await expect(give).toBeEnabled();
		await chair.page.keyboard.press('Escape');
		await openTab(chair.page, 'floor');
		await province.page.getByTestId('floor-withdraw').click();
		await expect(province.page.getByTestId('floor-request')).toBeVisible();
	});

	await test.step('the other three see and hear the speaker', async () => {
		for (const { page } of [chair, secretary, province]) {
			await expectVideo(page, 'main');
			// Who sits beside the chair hears through the chair's device.
			if (page === secretary.page) await expect(page.getByTestId('sound-take')).toBeVisible();
			else await expectSound(page);
		}
	});

	await test.step('the computer of one of them cannot keep up from now on', async () => {
		// Large enough for the whole of a picture beside any panel.
		await province.page.setViewportSize({ width: 1920, height: 1080 });
		await setBehind(province.page, true);
	});

	await test.step('the chair opens an item and presents page 3 of its paper', async () => {
		await openTab(chair.page, 'agenda');
		await chair.page.locator('[data-testid^="item-start-"]').nth(1).click();
		await openTab(chair.page, 'papers');
		await chair.page.locator('[data-testid^="paper-"]').filter({ hasText: '177/KH-UBND' }).first().click();
		await expect(chair.page.getByTestId('pdf-page')).toHaveAttribute('data-page', '1');
		await chair.page.getByTestId('page-number').fill('3');
		await chair.page.getByTestId('page-number').press('Enter');
		await chair.page.getByTestId('present-page').click();
		for (const { page } of [province, district]) {
			await openTab(page, 'papers');
			await expect(page.getByTestId('pdf-page')).toHaveAttribute('data-page', '3');
		}
	});

	await test.step('the chair shares a screen, which is shown beside the speaker', async () => {
		await chair.page.getByTestId('share-screen').click();
		for (const { page } of [secretary, province, district]) {
			await expectVideo(page, 'content', { frames: 3, width: 320, height: 180 });
			await expect(page.getByTestId('stage-main')).toBeVisible();
		}
		await chair.page.getByTestId('share-stop').click();
	});

	await test.step('a vote by more than half of all members: the same numbers on all screens', async () => {
		await openTab(chair.page, 'votes');
		await chair.page.getByTestId('vote-open').click();
		const choices = [
			[chair, 'for'],
			[province, 'for'],
			[district, 'against'],
		] as const;
		for (const [{ page }, choice] of choices) {
			await openTab(page, 'votes');
			await page.getByTestId(`vote-choice-${choice}`).click();
			await page.getByTestId('vote-confirm').click();
			await expect(page.getByTestId('vote-done')).toBeVisible();
		}
		await expect(chair.page.getByTestId('vote-turnout')).toContainText('3/4');
		await chair.page.getByTestId('vote-close').click();
		await chair.page.getByTestId('vote-publish').click();
		for (const page of all) {
			await openTab(page, 'votes');
			await expect(page.getByTestId('vote-result')).toContainText('2/4 thành viên (50 %) tán thành');
		}
	});

	await test.step('the secretary notes the conclusion', async () => {
		await openTab(secretary.page, 'notes');
		await secretary.page.getByTestId('note-kind').selectOption('conclusion');
		await secretary.page
			.getByTestId('note-text')
			.fill('Giao Sở Thông tin và Truyền thông hoàn thiện kế hoạch trước 15/12.');
		await secretary.page.getByTestId('note-save').click();
		await expect(secretary.page.locator('[data-kind=conclusion]')).toContainText('hoàn thiện kế hoạch');
	});

	await test.step('there the picture beside the main one goes, then the size of that, never the voice; it comes back', async () => {
		const { page } = province;
		await expect(besideAt(page)).toBeVisible({ timeout: 60_000 });
		const main = await page.locator('video[data-place="main"]').getAttribute('data-endpoint');
		const layer = () => watched.now('camera').find(({ endpointId }) => endpointId === main)?.layer;
		await expect.poll(layer, { message: 'the smallest picture to be asked for', timeout: 60_000 }).toBe(0);
		await expect.poll(() => mainHeight(page), { message: 'a smaller picture', timeout: 60_000 }).toBeLessThan(540);
		const beside = await framesReceived(page, 'secondary');
		await Promise.all([expectVideo(page, 'main', { frames: 5, width: 1, height: 1 }), expectSound(page)]);
		expect(await framesReceived(page, 'secondary'), 'nothing to come of what is beside').toBe(beside);
		const since = performance.now();
		await setBehind(page, false);
		await expect.poll(() => mainHeight(page), { message: 'all of it to come back', timeout: 90_000 }).toBe(540);
		const asked = watched.since(since, 'camera', () => true).map(({ layer }) => layer);
		expect(asked, 'each size asked for once, and nothing else').toEqual([1, 2].slice(0, asked.length));
	});

	await test.step('the meeting ends; the minutes hold speakers, votes and the conclusion', async () => {
		await chair.page.getByTestId('meeting-end').click();
		await chair.page.getByTestId('meeting-end-confirm').click();
		for (const page of all) await expect(page.getByTestId('meeting-ended')).toBeVisible();
		const downloading = secretary.page.waitForEvent('download');
		await secretary.page.getByTestId('minutes-download').click();
		const text = await textOfDocx(await (await downloading).path());
		expect(text).toContain('BIÊN BẢN');
		expect(text).toContain(districtName);
		expect(text).toContain('2/4 thành viên (50\u00a0%) tán thành');
		expect(text).toContain('hoàn thiện kế hoạch trước 15/12');
		await expectPrinted(secretary.page, secretary.page.getByText('hoàn thiện kế hoạch trước 15/12'));
	});
});

/**
 * Whether frames of the smallest layer of its camera alone have left by now, or of a larger one too: how many of those leave at
 * once is for the browser to judge by its processor and its way.
 */
const expectLayers = (page: Page, which: 'smallest' | 'larger') =>
	expect
		.poll(
			async () => {
				const [smallest = 0, ...larger] = await cameraFramesSent(page);
				return smallest > 0 && larger.length > 0 && larger.some((count) => count > 0) === (which === 'larger');
			},
			{ message: `frames of the camera’s layers to leave: ${which}`, timeout: 45_000 },
		)
		.toBe(true);

/** A picture beside the main one is not sent to this device. */
const besideAt = (page: Page) => page.locator('.secondary').getByTestId('picture-held-back').first();

const mainHeight = (page: Page) =>
	page.locator('video[data-place="main"]').evaluate((video) => (video as HTMLVideoElement).videoHeight);

async function openTab(page: Page, name: 'agenda' | 'papers' | 'floor' | 'votes' | 'notes' | 'people'): Promise<void> {
	await page.getByTestId(`tab-${name}`).click();
}

/** As LibreOffice reads it, with a profile of its own. */
async function textOfDocx(file: string): Promise<string> {
	const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-office-'));
	try {
		const profile = `-env:UserInstallation=file://${folder}/profile`;
		const args = [profile, '--headless', '--convert-to', 'txt:Text (encoded):UTF8', '--outdir', folder, file];
		execFileSync('soffice', args, { timeout: 120_000, stdio: 'ignore' });
		return readFileSync(path.join(folder, `${path.parse(file).name}.txt`), 'utf8');
	} finally {
		rmSync(folder, { recursive: true });
	}
}
