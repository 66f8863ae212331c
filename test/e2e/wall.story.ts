import { expect, type Page } from '@playwright/test';
import { attend, expectConnected, gather, joinMeeting, signIn } from './support/attendee.ts';
import { CuttableLink } from './support/cuttable-link.ts';
import { DemoServer } from './support/demo-server.ts';
import { framesDecoded } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

const tile = (page: Page, name: string) => page.getByTestId('wall-tile').filter({ hasText: name });
const still = (page: Page, name: string) => tile(page, name).locator('img');
const video = (page: Page, name: string) => tile(page, name).locator('video');

/** What the first of two live pictures of 16:9 is wide, of the widest that two could be in the place that they have. */
async function shareOfLargest(page: Page): Promise<number> {
	const place = page.getByTestId('wall-page').locator('ul');
	const [all, first, tile] = await Promise.all(
		[place, place.locator('video').first(), place.locator('li').first()].map((each) => each.boundingBox()),
	);
	if (!all || !first || !tile) return 0;
	const words = tile.height - first.height;
	const beside = Math.min(all.width / 2, (all.height - words) * (16 / 9));
	const below = Math.min(all.width, (all.height / 2 - words) * (16 / 9));
	return Math.min(first.width, first.height * (16 / 9)) / (Math.max(beside, below) - 24);
}

/** Waits for a picture to be another one than before. */
async function expectRenewed(page: Page, name: string, timeout: number): Promise<void> {
	const before = await still(page, name).getAttribute('src');
	await expect(still(page, name), `a new still of ${name}`).not.toHaveAttribute('src', before ?? '', { timeout });
}

test('the operator sees the sites as stills, one live, and polls them on the stage', async ({ browser }) => {
	const roles = ['chair', 'delegate-district', 'delegate-commune', 'operator'] as const;
	const [chair, district, commune, operator] = await gather(browser, server, ...roles);
	await chair.page.getByTestId('meeting-start').click();
	const { page } = operator;
	await expect(district.page.getByTestId('wall-watched')).toHaveCount(0);

	await page.getByTestId('view-wall').click();
	await expect(page).toHaveURL(/view=wall/);
	// The demo's people sit in rooms whose terminals are not there: they stand for them.
	for (const name of ['Thọ Xuân', 'Nam Tiến']) {
		await expect(still(page, name), `a still of ${name}`).toBeVisible();
		await expect
			.poll(() => still(page, name).evaluate((image) => (image as HTMLImageElement).naturalWidth))
			.toBeGreaterThanOrEqual(240);
	}
	await expect(district.page.getByTestId('wall-watched')).toBeVisible();
	await expect(page.getByTestId('wall-count-present')).toHaveText('3');
	await expect(page.getByTestId('wall-count-absent')).toHaveText('1');
	await expectRenewed(page, 'Thọ Xuân', 20_000);

	// Nothing is received while nothing is seen live and the wall covers the stage.
	await expect
		.poll(
			async () => {
				const before = await framesDecoded(page);
				await page.waitForTimeout(1_000);
				return (await framesDecoded(page)) - before;
			},
			{ message: 'the stage that nobody sees sends nothing' },
		)
		.toBe(0);
	await tile(page, 'Nam Tiến').locator('.face').click();
	await expect(video(page, 'Nam Tiến')).toBeVisible();
	await expect
		.poll(
			() =>
				video(page, 'Nam Tiến').evaluate(
					(each) => (each as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames,
				),
			{
				message: 'the commune moves',
			},
		)
		.toBeGreaterThan(15);
	await page.mouse.move(0, 0);
	await tile(page, 'Nam Tiến').locator('.face').press('Enter');
	await expect(video(page, 'Nam Tiến')).toHaveCount(0);

	// By keys: to the next tile, choose both, watch them on a page.
	await tile(page, 'Thọ Xuân').locator('.face').focus();
	await page.keyboard.press('Space');
	await page.keyboard.press('ArrowLeft');
	await expect(tile(page, 'Nam Tiến').locator('.face')).toBeFocused();
	await page.keyboard.press('Space');
	await page.getByTestId('wall-watch').click();
	const live = page.getByTestId('wall-page').locator('video');
	await expect(live).toHaveCount(2);
	// Two sites are large, whichever way the screen is held: below or beside each other, as their pictures become larger.
	for (const size of [
		{ width: 820, height: 1180 },
		{ width: 1280, height: 800 },
	]) {
		await page.setViewportSize(size);
		await expect
			.poll(() => shareOfLargest(page), { message: `as large as two can be at ${size.width}×${size.height}` })
			.toBeGreaterThan(0.95);
	}
	await page.getByTestId('wall-back').click();
	// The wall's own four fill it as well: two rows of its height.
	await expect
		.poll(async () => {
			const [wall, of] = await Promise.all([
				page.getByTestId('wall').boundingBox(),
				tile(page, 'Nam Tiến').boundingBox(),
			]);
			return (of?.height ?? 0) / (wall?.height ?? 1);
		})
		.toBeGreaterThan(0.3);

	// Polling on the stage shows one after the other to everybody.
	await page.getByTestId('wall-poll-chosen').click();
	await page.getByTestId('poll-on-stage').check();
	await page.locator('[name=poll-seconds][value="5"]').check();
	await page.getByTestId('poll-start').click();
	await expect(page.getByTestId('stage-poll')).toBeVisible();
	const main = chair.page.getByTestId('stage-main');
	const first = await page.getByTestId('stage-poll').getAttribute('data-participant');
	await expect(main).toHaveAttribute('data-participant', first ?? '');
	await expect(main, 'the next one').not.toHaveAttribute('data-participant', first ?? '', { timeout: 10_000 });
	await expect(commune.page.getByTestId('stage-poll')).toHaveCount(0);
	await page.getByTestId('stage-poll-stop').click();
	await expect(page.getByTestId('stage-poll')).toHaveCount(0);

	// Polling for oneself: one large, then the next.
	await page.getByTestId('wall-poll-chosen').click();
	await page.locator('[name=poll-where][value="private"]').check();
	await page.getByTestId('poll-start').click();
	const polled = page.getByTestId('poll-private');
	await expect(polled.locator('video')).toBeVisible();
	const shown = await polled.getAttribute('data-site');
	await expect(polled).not.toHaveAttribute('data-site', shown ?? '', { timeout: 10_000 });
	await page.getByTestId('poll-stop').click();

	// A camera that goes off takes its still away; a room that nobody is in any more is lost.
	await district.page.getByTestId('camera-toggle').click();
	await expect(still(page, 'Thọ Xuân')).toHaveCount(0);
	await commune.context.close();
	await expect(tile(page, 'Nam Tiến')).toHaveAttribute('data-attendance', 'lost', { timeout: 15_000 });

	// Nobody looks: nobody sends.
	await expect(chair.page.getByTestId('wall-watched')).toBeVisible();
	await page.getByTestId('view-stage').click();
	await expect(chair.page.getByTestId('wall-watched')).toHaveCount(0);
	await expect(page.locator('video[data-place="main"]')).toBeVisible();
});

test('who lectures sees the listeners', async ({ browser }) => {
	const [chair] = await gather(browser, server, 'chair', 'delegate-district', 'delegate-commune');
	const start = chair.page.getByTestId('meeting-start');
	if (await start.isVisible()) await start.click();
	await chair.page.getByTestId('tab-floor').click();
	await chair.page.getByTestId('stage-direction').click();
	await chair.page.getByTestId('stage-mode').selectOption('lecture');
	const watched = chair.page.getByTestId('watched-sites');
	await expect(watched.locator('video')).toHaveCount(2);
	await expect
		.poll(() =>
			watched
				.locator('video')
				.first()
				.evaluate((each) => (each as HTMLVideoElement).videoWidth),
		)
		.toBeGreaterThan(0);
	await expect(chair.page.getByTestId('self-view')).toBeVisible();
	await chair.page.getByTestId('stage-mode').selectOption('floor');
	await expect(watched).toHaveCount(0);
});

test('a link that was cut costs the operator neither the wall nor what was live on it', async ({ browser }) => {
	await attend(browser, server, 'delegate-district');
	const operator = await signIn(browser, server, 'operator');
	const { page } = operator;
	const link = await CuttableLink.lay(page);
	await joinMeeting(operator);
	await page.getByTestId('view-wall').click();
	await expect(still(page, 'Thọ Xuân')).toBeVisible();
	await tile(page, 'Thọ Xuân').hover();
	await tile(page, 'Thọ Xuân').getByTestId('wall-choose').click();
	await page.getByTestId('wall-watch').click();
	const seen = page.getByTestId('wall-page').locator('video');
	await expect(seen).toBeVisible();

	await link.cut();
	await expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'reconnecting');
	link.mend();
	await expectConnected(page);
	await expect(seen).toBeVisible();
	await page.getByTestId('wall-back').click();
	await expectRenewed(page, 'Thọ Xuân', 25_000);
});
