import { annotatedPdf, oddPdfs } from '#test/support/odd-pdfs.ts';
import { expect, type Locator, type Page } from '@playwright/test';
import process from 'node:process';
import { expectAccessible } from './support/accessible.ts';
import { come, joinMeeting } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { heavyPaper } from './support/heavy-paper.ts';
import { drawWithPen } from './support/pen.ts';
import { answerPaper } from './support/served-paper.ts';
import { test } from './support/story.ts';
import { Touch } from './support/touch.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

const across = { width: 1180, height: 820 };
const tablet = { viewport: across, hasTouch: true, deviceScaleFactor: 2 };
/** the pages of what is read, beside which another may be */
const shownIn = (page: Page) => page.locator('[data-testid=reader] > .room > .page').getByTestId('pdf-page');

test('two papers side by side on a tablet on its side', async ({ browser }) => {
	const attendee = await come(browser, server, 'delegate-province', tablet);
	const { page } = attendee;
	const reader = page.getByTestId('reader');
	const shown = shownIn(page);
	const beside = page.getByTestId('reader-beside');
	await joinMeeting(attendee);

	await test.step('two papers side by side, each with its own page; keys turn the one that has the focus', async () => {
		await openPaper(page, 1);
		await page.getByTestId('reader-menu').click();
		await expect(page.getByTestId('reader-download')).toBeVisible();
		await expect(page.getByTestId('reader-original')).toBeVisible();
		await page.getByTestId('reader-beside-open').click();
		await page.locator('[data-testid^="beside-"]').last().click();
		await expect(beside.getByTestId('pdf-page')).toHaveAttribute('data-page', '1');
		await page.keyboard.press('PageDown');
		await expect(beside.getByTestId('pdf-page')).toHaveAttribute('data-page', '2');
		await expect(shown).toHaveAttribute('data-page', '1');
		await shown.focus();
		await page.keyboard.press('PageDown');
		await expect(shown).toHaveAttribute('data-page', '2');
		await expect(page.getByTestId('beside-number')).toHaveValue('2');
		const canvases = await reader.evaluate(
			(it) => [...it.querySelectorAll('canvas')].filter((c) => c.width > 0).length,
		);
		expect(canvases).toBeLessThanOrEqual(5);
		await page.reload();
		await expect(beside.getByTestId('pdf-page')).toHaveAttribute('data-page', '2');
		await page.setViewportSize({ width: 820, height: 1180 });
		await expect(beside).toBeHidden();
		await page.setViewportSize(across);
		await page.getByTestId('beside-close').click();
		await expect(beside).toBeHidden();
		await expect(shown).toBeFocused();
	});

	await test.step('a phone is not offered two papers', async () => {
		await page.setViewportSize({ width: 390, height: 844 });
		await page.getByTestId('reader-menu').click();
		await expect(page.getByTestId('reader-night')).toBeVisible();
		await expect(page.getByTestId('reader-beside-open')).toBeHidden();
	});
});

test('the second of two papers is marked by the same tools, and searched by itself', async ({ browser }) => {
	const attendee = await come(browser, server, 'delegate-commune', tablet);
	const { page } = attendee;
	const shown = shownIn(page);
	const beside = page.getByTestId('reader-beside');
	const layerIn = (place: Locator) => place.locator('[data-sheet="1"]').getByTestId('marks-layer');
	await joinMeeting(attendee);
	await openPaper(page, 1);
	await page.getByTestId('reader-menu').click();
	await page.getByTestId('reader-beside-open').click();
	await page.locator('[data-testid^="beside-"]').first().click();
	await expect(beside.getByTestId('pdf-page')).toHaveAttribute('data-page', '1');

	await test.step('what is drawn on it is on it alone, undone there, and kept', async () => {
		await page.getByTestId('mark-toggle').click();
		await page.getByTestId('mark-code-kept').click();
		await drawWithPen(page, layerIn(shown));
		await expect(layerIn(shown)).toHaveAttribute('data-marks', '1');
		await drawWithPen(page, layerIn(beside));
		await drawWithPen(page, layerIn(beside));
		await expect(layerIn(beside)).toHaveAttribute('data-marks', '2');
		await expect(layerIn(shown)).toHaveAttribute('data-marks', '1');
		await page.getByTestId('mark-undo').click();
		await expect(layerIn(beside)).toHaveAttribute('data-marks', '1');
		await shown.dispatchEvent('pointerdown');
		await page.getByTestId('mark-undo').click();
		await expect(layerIn(shown)).toHaveAttribute('data-marks', '0');
		await expect(layerIn(beside)).toHaveAttribute('data-marks', '1');
		await shoot(page, 'beside-marked');
		await expect(page.getByTestId('mark-state')).toHaveAttribute('data-unsent', '0');
		await page.getByTestId('mark-toggle').click();
	});

	await test.step('what is searched for in it is found in it, and marked there; the first stays where it is', async () => {
		await page.getByTestId('beside-find').click();
		const words = beside.getByTestId('find-words');
		await expect(words).toBeFocused();
		await expect(async () => {
			await words.fill('');
			await words.fill('ke hoach');
			await expect(beside.getByTestId('hit').last()).toBeVisible({ timeout: 3_000 });
		}).toPass({ timeout: 60_000 });
		await shoot(page, 'beside-search');
		await expectAccessible(page, 'the search in the second of two papers');
		await beside.getByTestId('hit').last().click();
		await expect(words).toBeHidden();
		await expect(beside.getByTestId('pdf-page')).not.toHaveAttribute('data-page', '1');
		const marked = () =>
			page.evaluate(() => {
				const [range] = CSS.highlights.get('found-now') ?? [];
				return (
					(range as Range | undefined)?.startContainer.parentElement?.closest('[data-testid=reader-beside]') != null
				);
			});
		await expect.poll(marked).toBe(true);
		await shoot(page, 'beside-found');
		await expect(shown).toHaveAttribute('data-page', '1');
		await page.getByTestId('beside-find').click();
		await expect(words).toHaveValue('ke hoach');
		await page.keyboard.press('Escape');
		await expect(page.getByTestId('beside-find')).toBeFocused();
	});

	await test.step('after a reload its marks are there', async () => {
		await page.reload();
		await beside.getByTestId('beside-number').fill('1');
		await beside.getByTestId('beside-number').press('Enter');
		await expect(layerIn(beside)).toHaveAttribute('data-marks', '1');
		await expect(layerIn(shown)).toHaveAttribute('data-marks', '0');
	});
});

test('fingers on a tablet, pages of many sizes, and what authors put on pages', async ({ browser }) => {
	const attendee = await come(browser, server, 'delegate-district', tablet);
	const { page, context } = attendee;
	const shown = shownIn(page);
	await joinMeeting(attendee);
	await openPaper(page, 1);
	await expect(shown).toHaveAttribute('data-page', '1');

	let served = heavyPaper(8, 2_000);
	const answer = (route: Parameters<typeof answerPaper>[0]) =>
		route.request().url().endsWith('?sizes') ? route.fulfill({ json: [] }) : answerPaper(route, served);
	await context.route(/\/papers\//, (route) =>
		new URL(route.request().url()).pathname.split('/').length > 3 ? route.continue() : answer(route),
	);
	const reopen = async (bytes: Buffer) => {
		served = bytes;
		await page.reload();
		await expect(shown).toHaveAttribute('data-page', /\d/);
	};

	await test.step('a quick swipe across turns; a scroll, a slow drag and a slanting one turn nothing; fingers apart magnify, sharp', async () => {
		await reopen(served);
		await page.getByTestId('page-number').fill('1');
		await page.getByTestId('page-number').press('Enter');
		await expect(shown).toHaveAttribute('data-page', '1');
		const touch = await Touch.on(page);
		const box = (await shown.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
		const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
		const swipe = (dx: number, dy: number, ms = 120) =>
			touch.move(
				[
					[
						{ x: x - dx / 2, y: y - dy / 2 },
						{ x: x + dx / 2, y: y + dy / 2 },
					],
				],
				ms,
			);
		await swipe(-220, 20);
		await expect(shown).toHaveAttribute('data-page', '2');
		await swipe(10, -300);
		await expect.poll(() => shown.evaluate((it) => it.scrollTop)).toBeGreaterThan(100);
		await swipe(-150, 200);
		await swipe(-220, 10, 900);
		await expect(page.getByTestId('page-number')).toHaveValue('2');
		await touch.move(
			[
				[
					{ x: x - 40, y },
					{ x: x - 120, y },
				],
				[
					{ x: x + 40, y },
					{ x: x + 120, y },
				],
			],
			300,
		);
		await expect.poll(() => zoomOf(page)).toBeGreaterThan(200);
		await expect
			.poll(() => shown.evaluate(finest), { message: 'dots of the picture for one of the screen' })
			.toBeGreaterThan(0.98);
		const before = await shown.evaluate((it) => it.scrollLeft);
		await swipe(-220, 10);
		await expect.poll(() => shown.evaluate((it) => it.scrollLeft)).toBeGreaterThan(before);
		await expect(page.getByTestId('page-number')).toHaveValue('2');
		await page.getByTestId('zoom-fit').click();
	});

	await test.step('pages of many sizes, some lying on their side, are shown as they lie', async () => {
		await reopen(oddPdfs['pages of many sizes, some lying on their side']?.bytes() ?? Buffer.alloc(0));
		for (const [number, ratio] of [595 / 842, 3370 / 2384, 85039 / 595].entries()) {
			await page.getByTestId('page-number').fill(String(number + 1));
			await page.getByTestId('page-number').press('Enter');
			await expect(shown).toHaveAttribute('data-page', String(number + 1));
			await expect
				.poll(
					async () => {
						const size = await shown.locator('[data-sheet]:visible').boundingBox();
						return Math.abs((size?.width ?? 0) / ratio - (size?.height ?? 99));
					},
					{ message: `page ${number + 1} has its own shape` },
				)
				.toBeLessThan(1);
		}
	});

	await test.step('annotations and fields are drawn, and do nothing', async () => {
		await reopen(annotatedPdf());
		const opened: string[] = [];
		context.on('page', (other) => opened.push(other.url()));
		page.on('dialog', (dialog) => opened.push(dialog.message()));
		const canvas = shown.locator('canvas').first();
		const colourAt = (left: number, top: number) =>
			canvas.evaluate(
				(it: HTMLCanvasElement, [x, y]) => [
					...(it
						.getContext('2d')
						?.getImageData(it.width * (x ?? 0), it.height * (y ?? 0), 1, 1)
						.data.slice(0, 3) ?? []),
				],
				[left, top],
			);
		await expect.poll(() => colourAt(200 / 600, 350 / 800)).toEqual([255, 0, 0]);
		expect(await colourAt(200 / 600, 550 / 800)).toEqual([0, 0, 255]);
		await expect(shown.locator('a, input, textarea, button, iframe')).toHaveCount(0);
		const address = page.url();
		for (const part of [150 / 800, 350 / 800, 550 / 800]) {
			const sheet = await shown.locator('[data-sheet]').first().boundingBox();
			await shown.click({ position: { x: (sheet?.width ?? 0) / 3, y: Math.min((sheet?.height ?? 0) * part, 500) } });
		}
		expect([page.url(), opened]).toEqual([address, []]);
	});
});

async function openPaper(page: Page, at: number): Promise<void> {
	await page.getByTestId('tab-papers').click();
	await page.locator('[data-testid^="paper-"]').nth(at).click();
}

const zoomOf = async (page: Page) => Number.parseInt((await page.getByTestId('zoom-fit').textContent()) ?? '', 10);

/** Of what is seen: dots of its finest picture for one of the screen. In the page. */
function finest(frame: HTMLElement | SVGElement): number {
	const drawn = [...frame.querySelectorAll('canvas')].filter((canvas) => canvas.width > 0 && canvas.checkVisibility());
	return Math.max(...drawn.map((canvas) => canvas.width / canvas.getBoundingClientRect().width / devicePixelRatio));
}

/** To be looked at, where `SHOTS` names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
	const folder = process.env['SHOTS'];
	if (folder === undefined) return;
	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
	}
	await page.emulateMedia({ colorScheme: 'light' });
}
