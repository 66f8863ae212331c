import process from 'node:process';
import { expect, type Locator, type Page } from '@playwright/test';
import { attend, come, joinMeeting, openPage, todaysMeeting } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { drawWithPen } from './support/pen.ts';
import { test } from './support/story.ts';
import { Touch } from './support/touch.ts';
import { longScan, longText, twentyPapers } from './support/twenty-papers.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

const upright = { width: 820, height: 1180 };
const across = { width: 1180, height: 820 };
/** of a commune: 2 Mbit/s, 40 ms each way */
const weak = { downloadThroughput: 250_000, uploadThroughput: 250_000, latency: 80 };
const far = 12;

test('20 papers, half of them scans, on a tablet over a weak link, and on the train without any', async ({
	browser,
}) => {
	// A busy machine takes papers in last: their programs stand back behind meetings.
	test.setTimeout(400_000);
	const secretary = await come(browser, server, 'secretary', { viewport: across });
	const meetingId = await todaysMeeting(secretary);

	await test.step('the secretary uploads all of them at once', async () => {
		const { page } = secretary;
		await openPage(page, `${server.url}/meetings/${meetingId}`);
		await page.getByTestId('add-paper').first().click();
		await page.getByTestId('paper-file').setInputFiles([...(await twentyPapers())]);
		await expect(page.getByTestId('chosen-file')).toHaveCount(20);
		await page.getByTestId('no-state-secret').check();
		await shoot(page, '01-chosen', across);
		await page.getByTestId('paper-upload').click();
		await expect(page.getByTestId('papers-taken-in'), 'some are taken in, others on their way').toContainText(
			/[1-9]\d?\/20/,
			{ timeout: 150_000 },
		);
		await shoot(page, '02-on-their-way', across);
	});

	const chair = await attend(browser, server, 'chair', { viewport: across });
	const delegate = await come(browser, server, 'delegate-province', {
		viewport: upright,
		hasTouch: true,
		deviceScaleFactor: 2,
	});
	const { page, context } = delegate;
	const reader = page.getByTestId('reader');
	const layer = page.locator(`[data-sheet="${far}"]`).getByTestId('marks-layer');
	const devtools = await context.newCDPSession(page);
	await devtools.send('Network.enable');
	const link = (conditions: typeof weak) =>
		devtools.send('Network.emulateNetworkConditions', { offline: false, ...conditions });
	await link(weak);
	await joinMeeting(delegate);

	await test.step('the secretary sees that all 20 are taken in, while others have come', async () => {
		const { page } = secretary;
		await expect(page.getByTestId('chosen-file'), 'all 20 are taken in, and the dialog closes').toHaveCount(0, {
			timeout: 200_000,
		});
		await expect(papersOn(page).filter({ hasText: '(bản quét)' })).toHaveCount(11);
		await shoot(page, '03-dossier-secretary');
	});

	await test.step('the delegate opens the scan of 300 pages, and turns it by hand', async () => {
		await page.getByTestId('tab-papers').click();
		await expect(paperOf(page, longScan.title)).toBeVisible();
		await shoot(page, '04-papers');
		await paperOf(page, longScan.title).click();
		await expectPage(reader, 1);
		const touch = await Touch.on(page);
		for (const number of [2, 3, 4]) {
			await swipe(touch, reader.getByTestId('pdf-page'));
			await expectPage(reader, number);
		}
		await shoot(page, '05-scan');
	});

	await test.step('follows the presenter into another paper, and goes back to page 12 alone', async () => {
		await chair.page.getByTestId('meeting-start').click();
		await chair.page.getByTestId('tab-papers').click();
		await paperOf(chair.page, longText.title).click();
		await expectPage(chair.page.getByTestId('reader'), 1);
		await goTo(chair.page, 15);
		await expectPage(chair.page.getByTestId('reader'), 15);
		await chair.page.getByTestId('present-page').click();
		await expect(chair.page.getByTestId('present-stop')).toBeVisible();
		await expectPage(reader, 15);
		await chair.page.getByTestId('page-next').click();
		await expectPage(reader, 16);
		await shoot(page, '06-follows');
		await goTo(page, far);
		await expectPage(reader, far);
		await expect(page.getByTestId('reads-alone')).toBeVisible();
		await chair.page.getByTestId('page-next').click();
		await expectPage(chair.page.getByTestId('reader'), 17);
		await expectPage(reader, far);
	});

	await test.step('marks it with a pen', async () => {
		await page.getByTestId('mark-toggle').click();
		await page.getByTestId('mark-code-kept').click();
		await drawWithPen(page, layer);
		await expect(layer).toHaveAttribute('data-marks', '1');
		await expect(page.getByTestId('mark-state'), 'the server has it').toHaveAttribute('data-unsent', '0');
		await shoot(page, '07-marked');
		await page.getByTestId('mark-toggle').click();
	});

	await test.step('finds “nghị quyết” by “nghi quyet”', async () => {
		await findsResolution(page);
		await shoot(page, '08-found');
		await page.getByTestId('reader-panel').press('Escape');
	});

	await test.step('downloads all of it before the journey, over a good link', async () => {
		await link({ downloadThroughput: -1, uploadThroughput: -1, latency: 0 });
		await openPage(page, `${server.url}/meetings/${meetingId}`);
		await shoot(page, '09-dossier');
		await page.getByTestId('offline-start').click();
		await expect(page.getByTestId('offline-copy').getByRole('progressbar')).toBeVisible();
		await shoot(page, '10-downloads', across);
		await expect(page.getByTestId('offline-copy'), 'all papers are here').toHaveAttribute('data-state', 'whole', {
			timeout: 60_000,
		});
		await shoot(page, '11-downloaded', across);
	});

	const shelf = page.getByTestId('offline-shelf');
	await test.step('on the train, the server out of reach, she reads, finds and marks again', async () => {
		await server.kill();
		await page.goto(`${server.url}/meetings/${meetingId}/live`);
		await expect(shelf).toHaveAttribute('data-online', 'false');
		await expect(page.getByTestId('meeting-papers')).toBeVisible();
		await shoot(page, '12-offline-list');
		await paperOf(page, longScan.title).click();
		await expectPage(reader, 4);
		await goTo(page, longScan.pages);
		await expectPage(reader, longScan.pages);
		await shoot(page, '13-offline-scan');
		await page.getByTestId('papers-list').click();
		await paperOf(page, longText.title).click();
		await findsResolution(page);
		await shoot(page, '14-offline-found');
		await page.getByTestId('reader-panel').press('Escape');
		await goTo(page, far);
		await expectPage(reader, far);
		await expect(layer, 'the mark of the meeting is here').toHaveAttribute('data-marks', '1');
		await page.getByTestId('mark-toggle').click();
		await page.getByTestId('pdf-page').evaluate((frame) => frame.scrollTo(0, 0));
		await drawWithPen(page, layer);
		await expect(layer).toHaveAttribute('data-marks', '2');
		await expect(page.getByTestId('mark-state')).toHaveAttribute('data-unsent', '1');
		await shoot(page, '15-offline-marked');
	});

	await test.step('the server is back, and has both marks; every device of hers shows them', async () => {
		await server.run();
		await page.getByTestId('offline-retry').click();
		await expect(shelf).toHaveAttribute('data-online', 'true');
		await expect(page.getByTestId('mark-state'), 'the server has the second mark').toHaveAttribute('data-unsent', '0');
		await openPage(page, `${server.url}/meetings/${meetingId}/live`);
		await page.getByTestId('tab-papers').click();
		await page.getByTestId('papers-list').click();
		await paperOf(page, longText.title).click();
		await expectPage(reader, far);
		await expect(layer).toHaveAttribute('data-marks', '2');
		await shoot(page, '16-back');
	});
});

const papersOn = (page: Page) => page.locator('[data-testid^="paper-"] a.open');

const paperOf = (page: Page, title: string) => page.locator('[data-testid^="paper-"]', { hasText: title }).first();

const expectPage = (reader: Locator, number: number) =>
	expect(reader.locator(`[data-testid=pdf-page][data-page="${number}"]`), `page ${number} is drawn`).toBeVisible();

async function goTo(page: Page, number: number): Promise<void> {
	await page.getByTestId('page-number').fill(String(number));
	await page.getByTestId('page-number').press('Enter');
}

async function swipe(touch: Touch, over: Locator): Promise<void> {
	const { x, y, width, height } = (await over.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
	const at = y + height / 2;
	await touch.move(
		[
			[
				{ x: x + width * 0.7, y: at },
				{ x: x + width * 0.35, y: at + 15 },
			],
		],
		120,
	);
}

/** In the paper that is read: what is found is told, leads to its page, and is marked there. */
async function findsResolution(page: Page): Promise<void> {
	await page.getByTestId('reader-panel-toggle').click();
	await page.getByTestId('tab-find').click();
	await page.getByTestId('find-words').fill('nghi quyet');
	await expect(page.getByTestId('find-said')).toContainText('30');
	const hit = page.getByTestId('hit').nth(1);
	await expect(hit.locator('mark')).toHaveText(/nghị quyết/i);
	await hit.click();
	await expectPage(page.getByTestId('reader'), 7);
	await expect.poll(() => page.evaluate(() => CSS.highlights.get('found-now')?.size), 'it is marked').toBe(1);
}

/** To be looked at, where `SHOTS` names a folder: as a tablet is held, by day and by night, and on a phone; or at one size. */
async function shoot(page: Page, name: string, only?: typeof across): Promise<void> {
	const folder = process.env['SHOTS'];
	if (folder === undefined) return;
	const own = page.viewportSize() ?? upright;
	for (const size of only ? [only] : [upright, across, { width: 390, height: 844 }])
		for (const colorScheme of ['light', 'dark'] as const) {
			await page.setViewportSize(size);
			await page.emulateMedia({ colorScheme });
			await page.waitForTimeout(500);
			await page.screenshot({ path: `${folder}/${name}-${size.width}-${colorScheme}.png` });
		}
	await page.setViewportSize(own);
	await page.emulateMedia({ colorScheme: 'light' });
}
