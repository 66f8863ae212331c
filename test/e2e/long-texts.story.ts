import { expect, type Locator, type Page } from '@playwright/test';
import { languageCookie } from '#contract/appearance-cookies.ts';
import { expectConnected, gather, openPage, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { awaitFirstAdministrator, longName, longNode, prepareLongTexts } from './support/long-texts.ts';
import { expectToFit } from './support/readable.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start({}, prepareLongTexts);
});

test.afterAll(() => server.close());

const sizes = [
	{ width: 1920, height: 1080 },
	{ width: 1280, height: 800 },
	{ width: 820, height: 1180 },
	{ width: 844, height: 390 },
	{ width: 390, height: 844 },
] as const;

async function look(page: Page, what: string): Promise<void> {
	for (const size of sizes) {
		await page.setViewportSize(size);
		await expectToFit(page, `${what} at ${size.width}×${size.height}`);
		if (process.env['SHOTS'])
			await page.screenshot({
				path: `${process.env['SHOTS']}/${what.replaceAll(/\W+/g, '-')}-${size.width}x${size.height}.png`,
			});
	}
}

test('long titles, long names and sixty items fit the pages around a meeting', async ({ browser }) => {
	const { page } = await signIn(browser, server, 'secretary');
	const dossier = await page.locator('a[href^="/meetings/"]:not([href="/meetings/new"])').first().getAttribute('href');
	const id = dossier?.split('/')[2] ?? '';
	for (const path of [
		'/',
		'/meetings/new',
		`/meetings/${id}`,
		`/meetings/${id}/edit`,
		`/meetings/${id}/device-check`,
	]) {
		await openPage(page, server.url + path);
		await look(page, path.replace(id, 'id'));
		if (path === '/') await expectDaysOnOneLine(page);
		if (path === `/meetings/${id}`) await expectPapersAsWideAsItems(page);
	}
});

/** In the list of meetings, on the screen where letters are largest. */
async function expectDaysOnOneLine(page: Page): Promise<void> {
	await page.setViewportSize({ width: 1920, height: 1080 });
	const lines = await page.locator('[data-testid^=meeting-] .day').evaluateAll((days) =>
		days.map((day) => {
			const range = document.createRange();
			range.selectNodeContents(day);
			return range.getClientRects().length;
		}),
	);
	expect(new Set(lines), 'lines of each day').toEqual(new Set([1]));
}

/** What is read in English from the next load on. */
const speakEnglish = (page: Page) =>
	page.context().addCookies([{ name: languageCookie, value: 'en', url: server.url }]);

/** On a phone: a title has more than a word to the line. */
async function expectPapersAsWideAsItems(page: Page): Promise<void> {
	await page.setViewportSize({ width: 390, height: 844 });
	const shares = await page
		.locator('[data-testid^=item-] > .papers')
		.evaluateAll((lists) => lists.map((list) => list.clientWidth / (list.parentElement?.clientWidth ?? 0)));
	expect(shares.length).toBeGreaterThan(0);
	for (const share of shares) expect(share, 'of the width of its item').toBeGreaterThan(0.95);
}

test('long names and reasons fit the administration, the own account, the sign-in and the set-up', async ({
	browser,
}) => {
	// Seventeen pages at five sizes, one of them with hundreds of rows.
	test.setTimeout(300_000);
	const { page } = await signIn(browser, server, 'administrator');
	const first = async (list: string, link: string) => {
		await openPage(page, server.url + list);
		return (await page.locator(link).first().getAttribute('href')) ?? '';
	};
	const body = await first('/admin/bodies', 'main li a[href^="/admin/bodies/"]');
	const unit = await first('/admin/org', '[data-testid=org-tree] a');
	for (const path of [
		'/account',
		'/admin/people',
		'/admin/org',
		unit,
		'/admin/org/import',
		'/admin/sites',
		'/admin/bodies',
		body,
		'/admin/bodies/new',
		'/admin/bodies/merge',
		'/admin/rights',
		'/admin/nodes',
		`/admin/nodes/${longNode}`,
		'/ops/meetings',
	]) {
		await openPage(page, server.url + path);
		await look(page, path);
	}

	await speakEnglish(page);
	await page.setViewportSize({ width: 1920, height: 1080 });
	await openPage(page, `${server.url}/admin/bodies/new`);
	const beyond = await page
		.locator('.fraction label')
		.evaluateAll((all) => all.map((each) => each.clientWidth - (each.parentElement?.clientWidth ?? 0)));
	expect(Math.max(...beyond), 'px of a number’s name beyond its field').toBeLessThanOrEqual(0);

	const before = await browser.newPage();
	await openPage(before, `${server.url}/sign-in`);
	await before.locator('[name=login]').fill(longName(64));
	await before.locator('[name=password]').fill(longName(120));
	await before.locator('button[type=submit]').click();
	await expect(before.getByRole('alert')).toBeVisible();
	await look(before, '/sign-in');
	await openPage(before, `${server.url}/setup/${await awaitFirstAdministrator(server.dataDir)}`);
	for (const field of ['name', 'position', 'login', 'password'])
		await before.locator(`[name=${field}]`).fill(longName(120));
	await before.locator('[name=repeated]').fill(longName(119));
	await before.locator('button[type=submit]').click();
	await expect(before.getByRole('alert')).toBeVisible();
	await look(before, '/setup');
});

test('long titles, long names and sixty items fit the meeting', async ({ browser }) => {
	// A dozen views at six sizes.
	test.setTimeout(420_000);
	const roles = ['operator', 'delegate-province', 'chair'] as const;
	const [{ page: operator }, { page: delegate }, { page }] = await gather(browser, server, ...roles);
	await look(page, 'the chair before the start');
	await look(delegate, 'a delegate before the start');
	// Two of them sit in one room: whose device is silent reads so, and whose sound it is, in two rows of a phone's bar.
	const besides = () => Promise.all([page, operator].map((each) => each.getByTestId('sound-take').count()));
	await expect.poll(async () => (await besides()).toSorted()).toEqual([0, 1]);
	const beside = (await besides())[0] === 1 ? page : operator;
	await beside.setViewportSize({ width: 390, height: 844 });
	expect((await beside.getByRole('toolbar').boundingBox())?.height).toBeLessThan(130);
	// On a tablet in one row, also in the language of longer words.
	await beside.setViewportSize({ width: 820, height: 1180 });
	const expectOneRow = async () => expect((await beside.getByRole('toolbar').boundingBox())?.height).toBeLessThan(80);
	await expectOneRow();
	await speakEnglish(beside);
	await beside.reload();
	await expect(beside.getByTestId('sound-take')).toHaveText('Use this mic');
	await expectOneRow();
	await beside.context().clearCookies({ name: languageCookie });
	await beside.reload();
	await expect(beside.getByTestId('sound-take')).toBeVisible();
	await beside.setViewportSize({ width: 1920, height: 1080 });
	const named = await beside.getByTestId('microphone-sign').locator('.text').boundingBox();
	expect(named?.width, 'of the words that name a neighbour, on a bar with room').toBeGreaterThan(400);
	for (const each of [page, operator]) await each.setViewportSize({ width: 1280, height: 800 });
	await page.getByTestId('meeting-start').click();
	await delegate.getByTestId('tab-floor').click();
	await delegate.getByTestId('floor-request').click();
	for (const tab of ['agenda', 'papers', 'floor', 'votes', 'people']) {
		await page.setViewportSize({ width: 1280, height: 800 });
		await page.getByTestId(`tab-${tab}`).click();
		await look(page, `the chair, ${tab}`);
	}
	// The menu of a row stays within the window and as wide as it can be, where it stood on a wider one before.
	for (const [width, height] of [
		[1280, 800],
		[390, 844],
	] as const) {
		await page.setViewportSize({ width, height });
		await page.locator('button[data-participant]').first().click();
		const menu = page.locator('.menu:popover-open');
		await expect(menu).toBeVisible();
		const { x = 0, width: wide = 0 } = (await menu.boundingBox()) ?? {};
		expect(wide, `of a menu on a window of ${width} px`).toBeGreaterThan(350);
		expect(x + wide).toBeLessThanOrEqual(width - 8);
		await page.keyboard.press('Escape');
	}
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.getByTestId('tab-votes').click();
	await page.getByTestId('vote-title').fill(longName(300));
	// Two of four are no quorum of the body's own rule.
	await page.getByTestId('vote-rule').selectOption('present');
	await page.getByTestId('vote-open').click();
	await page.getByTestId('vote-choice-for').click();
	// The chair's own ballot and the running of the vote have places of their own.
	for (const button of ['vote-confirm', 'vote-close'])
		await expect(page.getByTestId(button)).toBeInViewport({ ratio: 1 });
	await look(page, 'the chair, an open vote');
	await look(delegate, 'a delegate, an open vote');
	await page.setViewportSize({ width: 1280, height: 800 });
	await page.getByTestId('vote-close').click();
	await expect(page.getByTestId('vote-result')).toBeVisible();
	await look(page, 'the chair, a closed vote');
	// A phone across: the panel beside the picture, high enough to work in, and what runs the vote within reach.
	await page.setViewportSize({ width: 844, height: 390 });
	expect((await page.getByRole('tabpanel').boundingBox())?.height).toBeGreaterThan(150);
	await page.getByTestId('vote-publish').scrollIntoViewIfNeeded();
	await expect(page.getByTestId('vote-publish')).toBeInViewport({ ratio: 0.95 });
	await operator.keyboard.press('w');
	await expect(operator.getByTestId('wall')).toBeVisible();
	await look(operator, 'the wall');

	await test.step('in English, whose words are longer in some places', async () => {
		await page.getByTestId('vote-publish').click();
		await page.getByTestId('tab-floor').click();
		await page.locator('[data-testid^="floor-grant-"]').first().click();
		await delegate.close();
		for (const each of [page, operator]) {
			await speakEnglish(each);
			await each.reload();
			await expectConnected(each);
		}
		await operator.setViewportSize({ width: 390, height: 844 });
		await expect(operator.getByTestId('wall')).toBeVisible();
		await expectFiltersToFit(operator);
		await page.getByTestId('tab-votes').click();
		for (const size of [sizes[0], { width: 1180, height: 820 }, sizes[4]]) {
			await page.setViewportSize(size);
			await expectChoiceToFit(page.getByTestId('vote-rule'));
		}
		await page.setViewportSize(sizes[2]);
		await page.getByTestId('tab-notes').click();
		const about = await boxOf(page.locator('.about'));
		expect((await boxOf(page.getByTestId('note-speaker'))).right, 'both fields over all of the width').toBeCloseTo(
			about.right,
			0,
		);
		await page.getByTestId('tab-floor').click();
		const holder = page.getByTestId('floor-holder');
		const sign = await boxOf(holder.getByText('Disconnected'));
		expect(sign.width, 'as wide as its word').toBeLessThan((await boxOf(holder.locator('strong'))).width / 2);
	});
});

async function boxOf(what: Locator): Promise<{ right: number; width: number; height: number }> {
	const { x = 0, width = 0, height = 0 } = (await what.boundingBox()) ?? {};
	return { right: x + width, width, height };
}

/** With the numbers of a whole province. */
async function expectFiltersToFit(page: Page): Promise<void> {
	const beyond = await page.locator('fieldset.filters').evaluate((filters) => {
		for (const count of filters.querySelectorAll('b')) count.textContent = '320';
		return filters.scrollWidth - filters.clientWidth;
	});
	expect(beyond, 'px of the filters beyond their place').toBeLessThanOrEqual(0);
}

/** What is chosen is read whole. */
async function expectChoiceToFit(select: Locator): Promise<void> {
	const spare = await select.evaluate((each: HTMLSelectElement) => {
		const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(each);
		const context = document.createElement('canvas').getContext('2d');
		if (!context) throw new Error('no canvas');
		context.font = font;
		const arrow = 20;
		const place = each.clientWidth - parseFloat(paddingInlineStart) - parseFloat(paddingInlineEnd) - arrow;
		return place - context.measureText(each.selectedOptions[0]?.text ?? '').width;
	});
	expect(spare, 'px beside what is chosen').toBeGreaterThanOrEqual(0);
}
