import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { gather } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { drawWithPen } from './support/pen.ts';
import { expectPrinted } from './support/printed.ts';
import { expectToastsAside } from './support/readable.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

const tablet = { width: 1180, height: 820 };
const phone = { width: 390, height: 844 };
/** so low that an agenda does not fit it */
const low = { width: 844, height: 390 };

test('reading and voting on a tablet and a phone: the paper by a tap, on the whole screen, and a ballot by keys', async ({
	browser,
}) => {
	const [{ page: chair }, { page }] = await gather(browser, server, 'chair', 'delegate-province');
	const reader = page.getByTestId('reader');
	await chair.getByTestId('meeting-start').click();

	await test.step('the agenda follows the item that begins', async () => {
		await page.setViewportSize(low);
		await page.getByTestId('tab-agenda').click();
		await chair.locator('[data-testid^="item-start-"]').last().click();
		await expect(page.locator('[aria-current=step]')).toBeInViewport();
	});

	await test.step('a tap on what is presented opens it', async () => {
		await page.setViewportSize(tablet);
		await chair.getByTestId('tab-papers').click();
		await chair.locator('[data-testid^="paper-"]').first().click();
		await chair.getByTestId('present-page').click();
		await page.getByTestId('content-open').click();
		await expect(reader.getByTestId('pdf-page')).toHaveAttribute('data-page', '1');
	});

	await test.step('words typed without their marks are found in the papers, lead to their page, and are marked there', async () => {
		await page.getByTestId('papers-list').click();
		const place = page.getByTestId('found-place').filter({ hasText: 'Trang 2' }).first();
		// A server that has just begun opens its papers first.
		await expect(async () => {
			await page.getByTestId('papers-search').fill('');
			await page.getByTestId('papers-search').fill('ke hoach');
			await expect(place).toBeVisible({ timeout: 3_000 });
		}).toPass({ timeout: 90_000 });
		await expect(place.locator('mark')).toHaveText(/kế hoạch/i);
		await place.click();
		await expect(reader.getByTestId('pdf-page')).toHaveAttribute('data-page', '2');
		await expect.poll(() => page.evaluate(() => CSS.highlights.get('found')?.size ?? 0)).toBeGreaterThan(0);
		await page.getByTestId('papers-list').click();
		await expect(page.getByTestId('found-place').first()).toBeVisible();
		await page.getByTestId('papers-search').fill('');
		await page.locator('[data-testid^="paper-"]').first().click();
		// It opens where it was left: on page 2, if the place was one of this paper's.
		await page.getByTestId('page-number').fill('1');
		await page.getByTestId('page-number').press('Enter');
		await expect(reader.getByTestId('pdf-page')).toHaveAttribute('data-page', '1');
	});

	await test.step('magnified four times, what is seen of the page is drawn as fine as the screen', async () => {
		for (let step = 0; step < 5; step += 1) await page.getByRole('button', { name: 'Phóng to' }).click();
		const part = reader.getByTestId('page-part');
		await expect(part).toBeVisible();
		await reader.getByTestId('pdf-page').evaluate((frame) => frame.scrollTo(300, 900));
		await expect(part).toHaveCSS('left', '300px');
		await expect(part).toHaveCSS('top', '900px');
		const seen = await reader.getByTestId('pdf-page').evaluate(({ offsetWidth }: HTMLElement) => offsetWidth);
		expect(await part.evaluate((canvas: HTMLCanvasElement) => canvas.width / devicePixelRatio)).toBeCloseTo(seen, 0);
		// The middle of what is seen stays where it is.
		const middle = () =>
			reader
				.getByTestId('pdf-page')
				.evaluate((frame) => (frame.scrollTop + frame.clientHeight / 2) / frame.scrollHeight);
		const before = await middle();
		await page.getByRole('button', { name: 'Thu nhỏ' }).click();
		await expect(page.getByTestId('zoom-fit')).toContainText('300');
		await expect.poll(middle).toBeCloseTo(before, 1);
		await page.getByTestId('zoom-fit').click();
		await expect(part).toBeHidden();
	});

	await test.step('all pages one below the other: the one in the middle is read, few are drawn, and it is remembered', async () => {
		await page.getByTestId('reader-menu').click();
		await page.getByTestId('reader-continuous').click();
		const pages = reader.getByTestId('pdf-page');
		await expect(pages).toHaveAttribute('data-page', '1');
		await pages.evaluate((frame) => frame.scrollTo(0, frame.scrollHeight * 0.4));
		await expect(pages).not.toHaveAttribute('data-page', '1');
		expect(await page.locator('canvas[width]:not([width="0"])').count()).toBeLessThanOrEqual(5);
		await page.getByTestId('page-number').fill('2');
		await page.getByTestId('page-number').press('Enter');
		await expect(pages).toHaveAttribute('data-page', '2');
		await page.reload();
		await expect(pages).toHaveAttribute('data-page', '2');
		await expect(reader.locator('[data-sheet="3"]'), 'the one below lies there').toBeAttached();
		await page.getByTestId('reader-menu').click();
		await page.getByTestId('reader-single').click();
	});

	await test.step('beside the page, small pages and what is searched for lead to their page, which marks it', async () => {
		await page.getByTestId('reader-panel-toggle').click();
		await expect(page.getByTestId('thumbnail-2').locator('img')).toBeVisible();
		await page.getByTestId('thumbnail-3').click();
		await expect(reader.getByTestId('pdf-page')).toHaveAttribute('data-page', '3');
		await page.getByTestId('tab-outline').click();
		await expect(page.getByTestId('reader-panel')).toContainText('không có mục lục');
		await page.getByTestId('tab-find').click();
		await page.getByTestId('find-words').fill('ke hoach');
		await expect(page.getByTestId('hit').first()).toBeVisible();
		await page.getByTestId('hit').first().click();
		await expect(reader.getByTestId('pdf-page')).toHaveAttribute('data-page', '1');
		await page.getByTestId('find-words').press('Enter');
		await expect(page.getByTestId('find-said')).toContainText('(2/');
		await expect.poll(() => page.evaluate(() => CSS.highlights.get('found-now')?.size)).toBe(1);
		await expectAccessible(page, 'the reader and its panel');
		await page.getByTestId('find-words').fill('');
		await page.keyboard.press('Escape');
		await expect(page.getByTestId('reader-panel')).toBeHidden();
		await expect(page.getByTestId('reader-panel-toggle')).toBeFocused();
	});

	await test.step('what a pen draws on page 2 is there after a reload, and for nobody else', async () => {
		await page.getByTestId('page-number').fill('2');
		await page.getByTestId('page-number').press('Enter');
		await page.getByTestId('mark-toggle').click();
		await expect(page.getByTestId('mark-code')).toHaveText(/^([A-Z]{4} ){7}[A-Z]{4}$/);
		await page.getByTestId('mark-code-kept').click();
		const layer = page.locator('[data-sheet="2"]').getByTestId('marks-layer');
		await drawWithPen(page, layer);
		await expect(layer).toHaveAttribute('data-marks', '1');
		await expect(page.getByTestId('mark-state')).toHaveAttribute('data-unsent', '0');
		await page.reload();
		await expect(layer).toHaveAttribute('data-marks', '1');
		await expect(layer.locator('path')).toBeVisible();
		const place = await page.evaluate(async () => {
			const asked = performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname);
			return asked.find((path) => path.endsWith('/marks')) ?? '';
		});
		const told = async (who: Page) => (await who.request.get(new URL(place, server.url).href)).text();
		expect(await told(chair)).toBe('{"revision":0,"marks":[]}');
		expect(await told(page)).toMatch(/"page":2,"changedAt":\d+,"sealed":"[A-Za-z0-9+/=]+"/);
		await page.getByTestId('mark-toggle').click();
		await expect(page.getByTestId('mark-undo')).toBeDisabled();
		await page.getByTestId('mark-eraser').click();
		await drawWithPen(page, layer);
		await expect(layer).toHaveAttribute('data-marks', '0');
		await page.keyboard.press('Control+z');
		await expect(layer).toHaveAttribute('data-marks', '1');
		await page.getByTestId('mark-toggle').click();
		await expect(page.getByTestId('mark-tools')).toBeHidden();
	});

	await test.step('a phone gives the page 70 % of its height', async () => {
		await page.setViewportSize(phone);
		await expect.poll(async () => (await sizeOf(page, 'pdf-page')).height / phone.height).toBeGreaterThanOrEqual(0.7);
	});

	await test.step('it fills the screen, until a vote is opened', async () => {
		await page.setViewportSize(tablet);
		await page.getByTestId('reader-menu').click();
		await page.getByTestId('reader-full-screen').click();
		await expect.poll(() => sizeOf(page, 'reader')).toEqual(tablet);
		await chair.getByTestId('tab-votes').click();
		await chair.getByTestId('vote-title').fill('Thông qua kế hoạch');
		await chair.getByTestId('vote-rule').selectOption('present');
		await chair.getByTestId('vote-open').click();
		await expect(page.getByTestId('vote-choice-for')).toBeInViewport();
		expect((await sizeOf(page, 'reader')).width).toBeLessThan(tablet.width);
		// Who runs the vote casts their own ballot on a phone without scrolling, held upright or across.
		const own = chair.viewportSize() ?? tablet;
		const edge = async (testid: string, side: 'top' | 'bottom') =>
			(await chair.getByTestId(testid).evaluate((element) => element.getBoundingClientRect().toJSON()))[side] as number;
		for (const size of [phone, low]) {
			await chair.setViewportSize(size);
			// The button stays in view by itself: the last choice must not lie under it.
			await expect
				.poll(async () => (await edge('vote-confirm', 'top')) - (await edge('vote-choice-abstain', 'bottom')))
				.toBeGreaterThanOrEqual(0);
			await expect(chair.getByTestId('vote-confirm')).toBeInViewport({ ratio: 1 });
			await expect(chair.getByTestId('vote-close')).toBeInViewport({ ratio: 1 });
		}
		await chair.setViewportSize(own);
	});

	await test.step('a ballot by keys: arrows choose, the focus stays where it was, and what is recorded is said', async () => {
		await page.getByTestId('vote-choice-for').focus();
		await page.keyboard.press('ArrowRight');
		await expect(page.getByTestId('vote-choice-against')).toBeFocused();
		await expect(page.getByTestId('vote-choice-against')).toHaveAttribute('aria-checked', 'true');
		await test.step('forced colours leave visible what is chosen, which tab is open and where the focus is', async () => {
			await page.emulateMedia({ forcedColors: 'active' });
			const ground = (testid: string) =>
				page.getByTestId(testid).evaluate((element) => getComputedStyle(element).backgroundColor);
			expect(await ground('vote-choice-against')).not.toBe(await ground('vote-choice-for'));
			expect(await ground('tab-papers')).not.toBe(await ground('tab-agenda'));
			const ring = await page.getByTestId('vote-choice-against').evaluate((element) => {
				const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
				return {
					outlineStyle,
					wide: parseFloat(outlineWidth) >= 3,
					seen: outlineColor !== getComputedStyle(document.body).backgroundColor,
				};
			});
			expect(ring).toEqual({ outlineStyle: 'solid', wide: true, seen: true });
			await page.emulateMedia({ forcedColors: 'none' });
		});
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await expect(page.getByTestId('vote-done')).toBeVisible();
		await expect(page.locator('[aria-live=polite]').getByText('Đã ghi nhận phiếu')).toHaveCount(1);
		const focused = () =>
			page.evaluate(() => document.activeElement?.querySelector('[data-testid=vote-done]') !== null);
		expect(await focused()).toBe(true);
	});

	await test.step('a published result stands beside the paper, and not on it', async () => {
		await chair.getByTestId('vote-close').click();
		// Read out once: no region within another, no announcement beside the toast.
		const heard = page
			.locator('[aria-live], [role=status], [role=alert]')
			.filter({ hasText: 'Đã kết thúc biểu quyết' });
		await expect(heard).toHaveCount(1);
		await expectToastsAside(page);
		await chair.getByTestId('vote-publish').click();
		await expect(page.getByTestId('vote-result-line')).toBeVisible();
		await expect(page.getByTestId('vote-current')).toBeHidden();
		await expect(page.getByText('Chờ công bố kết quả'), 'what is over by then').toHaveCount(0);
		await expect(reader.getByTestId('pdf-page')).toBeInViewport({ ratio: 1 });
	});

	await test.step('on paper: the page of the paper, the agenda and the result, as long as they are, without controls', async () => {
		await expectPrinted(page, reader.locator('canvas:visible'));
		await page.getByTestId('tab-agenda').click();
		await expectPrinted(page, page.locator('[aria-current=step]'));
		await page.getByTestId('tab-votes').click();
		await expectPrinted(page, page.getByTestId('vote-result'));
	});

	await test.step('a question to the chair stays while the tablet is turned, and its buttons change places', async () => {
		await chair.setViewportSize(tablet);
		await chair.getByTestId('meeting-pause').click();
		await chair.setViewportSize(phone);
		await chair.getByTestId('meeting-pause-confirm').click();
		await expect(page.getByTestId('pause-screen')).toBeVisible();
		// Nothing that cannot be pressed takes a row of the phone's bar.
		expect((await chair.getByRole('toolbar').boundingBox())?.height).toBeLessThan(120);
		// Low, both times stand in one line, parted by a dot with room after it.
		await page.setViewportSize({ width: 844, height: 390 });
		const gap = await page.locator('.dot').evaluate((dot) => {
			const range = document.createRange();
			range.setStartAfter(dot);
			range.setEndAfter(dot.parentElement?.lastChild ?? dot);
			return range.getBoundingClientRect().left - dot.getBoundingClientRect().right;
		});
		expect(gap, 'px between the dot and the words after it').toBeGreaterThan(2);
	});
});

async function sizeOf(page: Page, testid: string) {
	const { width = 0, height = 0 } = (await page.getByTestId(testid).last().boundingBox()) ?? {};
	return { width, height };
}
