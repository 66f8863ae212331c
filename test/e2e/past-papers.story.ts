import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { come } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	// Whose name lies over the pages is seen over what is not public.
	server = await DemoServer.start({}, async (dataDir) => {
		const db = openDatabase(databaseFile(dataDir));
		db.sqlite.exec(`UPDATE documents SET label = 'internal'; UPDATE document_versions SET label = 'internal'`);
		db.close();
	});
});

test.afterAll(() => server.close());

test('what is found in one’s meetings opens in the reader, at its page, marked, under one’s name; recalled it is closed', async ({
	browser,
}) => {
	const { page, context } = await come(browser, server, 'delegate-province', {
		viewport: { width: 1180, height: 820 },
	});
	await page.goto(server.url);
	const place = page.getByTestId('own-place').last();
	// A server that has just begun opens its papers first.
	await expect(async () => {
		await page.getByTestId('own-search').fill('');
		await page.getByTestId('own-search').fill('ke hoach');
		await expect(place).toBeVisible({ timeout: 3_000 });
	}).toPass({ timeout: 90_000 });
	const address = new URL((await place.getAttribute('href')) ?? '', server.url);
	const meetingId = address.pathname.split('/')[2] ?? '';
	const named = new URLSearchParams(address.hash.slice(1));
	const [versionId, number] = [named.get('tai_lieu') ?? '', Number(named.get('trang'))];

	const { name } = server.account('delegate-province');
	const secretary = await come(browser, server, 'secretary');
	const paperId = await paperOf(secretary.context, meetingId, versionId);
	const openedBy = async () => {
		const answer = await secretary.context.request.get(`${server.url}/meetings/${meetingId}/receipts?paper=${paperId}`);
		const receipts = (await answer.json()) as readonly { readonly name: string; readonly openedAt: number | null }[];
		return receipts.filter(({ openedAt }) => openedAt !== null).map((each) => each.name);
	};
	expect(await openedBy()).not.toContain(name);

	const opening = context.waitForEvent('page');
	await place.click();
	const read = await opening;
	const asked: string[] = [];
	read.on('request', (request) => asked.push(decodeURI(request.url())));

	await test.step('its page, with the words marked, and who reads it', async () => {
		await expectPage(read, number);
		await expect.poll(() => marked(read, number)).toBeGreaterThan(0);
		await expect(read.getByTestId('watermark').first()).toContainText(name);
		await expectAccessible(read, 'a paper read outside its meeting');
		await shoot(read, 'past-page');
		expect(await openedBy(), 'the secretary sees that it was opened').toContain(name);
	});

	await test.step('all papers of that meeting', async () => {
		await read.getByTestId('papers-list').click();
		await expect(read.getByTestId('meeting-papers')).toBeVisible();
		await shoot(read, 'past-papers');
		await read.getByTestId(`paper-${versionId}`).click();
		await expect(read.locator('.picture canvas').first()).toBeVisible();
	});

	await test.step('recalled: closed with a word, which is confirmed, and not to be opened again', async () => {
		const answer = await secretary.context.request.post(`${server.url}/meetings/${meetingId}?/recallPaper`, {
			form: { paperId, reason: 'Gửi nhầm bản' },
			headers: { accept: 'application/json', origin: server.url, 'x-sveltekit-action': 'true' },
		});
		expect(await answer.text()).toContain('"success"');
		const confirmed = read.waitForRequest((request) => request.method() === 'POST');
		await read.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
		await expect(read.getByTestId('meeting-papers')).toBeVisible();
		await expect(read.getByTestId(`paper-${versionId}`)).toBeHidden();
		await expect(read.getByText('không còn được xem tài liệu')).toBeVisible();
		expect((await confirmed).url()).toContain(`/meetings/${meetingId}/receipts`);
		await read.reload();
		await expect(read.getByTestId('paper-trouble')).toBeVisible();
	});
	const told = asked.filter((url) => /ke.hoach/.test(url) && !url.includes('version='));
	expect(told, 'what was looked for is in no address but those of a search').toEqual([]);
});

async function expectPage(page: Page, number: number): Promise<void> {
	await expect(page.getByTestId('pdf-page')).toHaveAttribute('data-page', String(number), { timeout: 60_000 });
	await expect(page.locator(`[data-sheet="${number}"] .picture canvas`)).toBeVisible();
}

/** Places that are marked on the page. */
const marked = (page: Page, number: number): Promise<number> =>
	page.evaluate((at) => {
		const sheet = document.querySelector(`[data-sheet="${at}"]`);
		return [...(CSS.highlights.get('found') ?? [])].filter((range) => sheet?.contains(range.startContainer as Node))
			.length;
	}, number);

async function paperOf(context: BrowserContext, meetingId: string, versionId: string): Promise<string> {
	const answer = await context.request.get(`${server.url}/meetings/${meetingId}/offline`);
	const { papers } = (await answer.json()) as { readonly papers: readonly { versionId: string; documentId: string }[] };
	return papers.find((each) => each.versionId === versionId)?.documentId ?? '';
}

/** Pictures to be looked at, where a folder is named for them. */
async function shoot(page: Page, name: string): Promise<void> {
	const folder = process.env['SHOTS'];
	if (folder === undefined) return;
	for (const [width, height] of [
		[820, 1180],
		[390, 844],
		[1180, 820],
	] as const) {
		await page.setViewportSize({ width, height });
		await page.waitForTimeout(600);
		await page.screenshot({ path: `${folder}/${name}-${width}.png` });
	}
}
