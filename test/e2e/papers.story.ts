import { expect, type BrowserContext, type Page } from '@playwright/test';
import { Chair } from '../load/run/chair.ts';
import { signIn } from '../load/run/sign-in.ts';
import { come, gather, joinMeeting } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { heavyPaper } from './support/heavy-paper.ts';
import { answerPaper } from './support/served-paper.ts';
import { test } from './support/story.ts';

let server: DemoServer;
const eight = heavyPaper(8, 800_000);

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
	let versionId = '';

	await test.step('opened while the link is cut, pdf.js and the paper come when it is back', async () => {
		link.cut();
		versionId = await openFirstPaper(delegate.page);
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

	await test.step('what the secretary presents ends by a speaker’s press only after a question', async () => {
		const { login, password } = server.account('secretary');
		const cookie = await signIn(server.url, login, password, '127.0.0.1');
		const meetingId = new URL(delegate.page.url()).pathname.split('/')[2] ?? '';
		const secretary = new Chair({ url: server.url, meetingId, cookie });
		await secretary.enter();
		await secretary.give('present-document', { versionId, page: 3 });
		const presented = delegate.page.locator('[data-testid=pdf-page][data-page="3"]').first();
		const confirm = delegate.page.getByTestId('present-confirm');
		await expect(presented).toBeVisible();
		await delegate.page.getByTestId('present-stop').click();
		await expect(confirm).toBeVisible();
		await delegate.page.keyboard.press('Escape');
		await expect(confirm).toBeHidden();
		await expect(presented).toBeVisible();
		await delegate.page.getByTestId('present-stop').click();
		await confirm.click();
		await expect(delegate.page.getByTestId('present-stop')).toBeHidden();
		secretary.close();
	});

	await test.step('of 300 pages one below the other, scrolled through, five canvases at most are live', async () => {
		const { page } = delegate;
		link.give(heavyPaper(300, 2_000));
		await page.reload();
		await expectPage(page, 3);
		await page.getByTestId('reader-menu').click();
		await page.getByTestId('reader-continuous').click();
		const pages = page.getByTestId('reader').getByTestId('pdf-page');
		/** scrolls to the page's head, and counts the canvases at each frame until it is drawn */
		const scrollTo = (number: number) =>
			pages.evaluate(async (frame, to) => {
				let most = 0;
				frame.scrollTo(0, (frame.scrollHeight * (to - 1)) / 300 + 30);
				while (frame.dataset['page'] !== String(to)) {
					await new Promise(requestAnimationFrame);
					most = Math.max(most, [...frame.querySelectorAll('canvas')].filter(({ width }) => width > 0).length);
				}
				return most;
			}, number);
		for (let number = 4; number <= 300; number += 37) expect(await scrollTo(number)).toBeLessThanOrEqual(5);
		await expect(page.getByTestId('page-number')).toHaveValue('300');
		expect(await scrollTo(300)).toBeLessThanOrEqual(5);
		await page.getByTestId('page-number').fill('150');
		await page.getByTestId('page-number').press('Enter');
		await expectPage(page, 150);
	});

	await test.step('a browser without WebRTC is told so at once; papers, agenda and votes work there', async () => {
		const without = await come(browser, server, 'delegate-district');
		const { page } = without;
		await without.context.addInitScript(() => Object.assign(window, { RTCPeerConnection: undefined }));
		await joinMeeting(without);
		await expect(page.getByTestId('media-trouble')).toHaveAttribute('data-problem', 'unsupported');
		await page.getByTestId('tab-agenda').click();
		await expect(page.getByRole('tabpanel').getByText('Khai mạc, thông qua chương trình phiên họp')).toBeVisible();
		await openFirstPaper(page);
		await expectPage(page, 1);
		await chair.page.getByTestId('tab-votes').click();
		await chair.page.getByTestId('vote-title').fill('Thông qua kế hoạch');
		// Not all are there whom the body's own rule counts.
		await chair.page.getByTestId('vote-rule').selectOption('present');
		await chair.page.getByTestId('vote-open').click();
		await page.getByTestId('vote-choice-for').click();
		await page.getByTestId('vote-confirm').click();
		await expect(page.getByTestId('vote-done')).toBeVisible();
	});
});

/** Returns the id of its version. */
async function openFirstPaper(page: Page): Promise<string> {
	await page.getByTestId('tab-papers').click();
	const paper = page.locator('[data-testid^="paper-"]').first();
	const id = await paper.getAttribute('data-testid');
	await paper.click();
	return id?.slice('paper-'.length) ?? '';
}

const expectPage = (page: Page, number: number) =>
	expect(page.getByTestId('reader').getByTestId('pdf-page')).toHaveAttribute('data-page', String(number));

/** What papers need, from a link that can be cut; the paper itself is one of many bytes. */
async function cuttablePapers(context: BrowserContext) {
	const lost = new Set<string>();
	let whole = true;
	let bytes = eight;
	await context.route(/\/papers\/|pdf\.min|paper-worker/, async (route) => {
		const url = new URL(route.request().url());
		if (!whole) {
			lost.add(url.pathname);
			return route.abort('internetdisconnected');
		}
		if (!url.pathname.startsWith('/papers/') || url.searchParams.has('sizes')) return route.continue();
		return answerPaper(route, bytes);
	});
	return {
		/** how many addresses were asked for in vain */
		get lost() {
			return lost.size;
		},
		cut: () => (whole = false),
		mend: () => (whole = true),
		/** another paper in place of that of eight pages */
		give: (paper: Buffer) => (bytes = paper),
	};
}
