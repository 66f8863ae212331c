import { expect, type BrowserContext, type Page } from '@playwright/test';
import { gather } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { heavyPaper } from './support/heavy-paper.ts';
import { test } from './support/story.ts';

let server: DemoServer;
const bytes = heavyPaper(8, 800_000);

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

test('papers over a link that is cut, quick page turns, and a presentation that the chair hands over', async ({
	browser,
}) => {
	const [chair, delegate] = await gather(browser, server, 'chair', 'delegate-province');
	const link = await cuttablePapers(delegate.context);
	await cuttablePapers(chair.context);

	await test.step('opened while the link is cut, pdf.js and the paper come when it is back', async () => {
		link.cut();
		await openFirstPaper(delegate.page);
		await expect.poll(() => link.lost, { message: 'the library, its worker and the paper were asked for' }).toBe(3);
		await expect(delegate.page.getByTestId('paper-trouble')).toBeVisible();
		link.mend();
		await expectPage(delegate.page, 1);
		await expect(delegate.page.getByTestId('paper-trouble')).toBeHidden();
	});

	await test.step('a page turned to while it is cut, and the next one, open afterwards', async () => {
		link.cut();
		await delegate.page.getByTestId('page-number').fill('6');
		await delegate.page.getByTestId('page-number').press('Enter');
		await expect(delegate.page.getByTestId('paper-trouble')).toBeVisible();
		link.mend();
		await delegate.page.getByTestId('paper-retry').click();
		await expectPage(delegate.page, 6);
		await delegate.page.getByTestId('page-next').click();
		await expectPage(delegate.page, 7);
	});

	await test.step('four quick presses of the presenter are four pages for who follows', async () => {
		await chair.page.getByTestId('meeting-start').click();
		await openFirstPaper(chair.page);
		await expectPage(chair.page, 1);
		await chair.page.getByTestId('present-page').click();
		await expect(chair.page.getByTestId('present-stop')).toBeVisible();
		await expectPage(delegate.page, 1);
		const next = chair.page.getByTestId('page-next');
		await next.evaluate((button) => {
			for (let press = 0; press < 4; press++) (button as HTMLElement).click();
		});
		await expectPage(chair.page, 5);
		await expectPage(delegate.page, 5);
	});

	await test.step('a speaker asks to present, and the chair hands over by one press', async () => {
		await delegate.page.getByTestId('tab-floor').click();
		await delegate.page.getByTestId('floor-request').click();
		await chair.page.getByTestId('tab-floor').click();
		await chair.page.locator('[data-testid^="floor-grant-"]').first().click();
		await delegate.page.getByTestId('tab-papers').click();
		await delegate.page.getByTestId('follow-toggle').click();
		await expect(delegate.page.getByTestId('present-stop')).toBeHidden();
		await delegate.page.getByTestId('present-page').click();
		await chair.page.getByTestId('presenting-hand-over').click();
		await expect(delegate.page.getByTestId('present-stop')).toBeVisible();
	});
});

async function openFirstPaper(page: Page): Promise<void> {
	await page.getByTestId('tab-papers').click();
	await page.locator('[data-testid^="paper-"]').first().click();
}

const expectPage = (page: Page, number: number) =>
	expect(page.getByTestId('reader').getByTestId('pdf-page')).toHaveAttribute('data-page', String(number));

/** What papers need, from a link that can be cut; the paper itself is one of many bytes. */
async function cuttablePapers(context: BrowserContext) {
	const lost = new Set<string>();
	let whole = true;
	await context.route(/\/papers\/|pdf\.min|paper-worker/, async (route) => {
		const url = new URL(route.request().url());
		if (!whole) {
			lost.add(url.pathname);
			return route.abort('internetdisconnected');
		}
		if (!url.pathname.startsWith('/papers/')) return route.continue();
		const [, from = '', to = ''] = /(\d+)-(\d+)/.exec(route.request().headers()['range'] ?? '') ?? [];
		const body = bytes.subarray(Number(from), Number(to) + 1);
		const range = `bytes ${from}-${Number(from) + body.length - 1}/${bytes.length}`;
		return route.fulfill({ status: 206, headers: { 'content-range': range }, body });
	});
	return {
		/** how many addresses were asked for in vain */
		get lost() {
			return lost.size;
		},
		cut: () => (whole = false),
		mend: () => (whole = true),
	};
}
