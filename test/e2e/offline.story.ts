import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { come, type Attendee } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { drawWithPen } from './support/pen.ts';
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

/** a paper of 13 pages, and where it is read */
const title = '177/KH-UBND';
const far = 12;

test('on the train: downloaded, read, searched and marked without a server, merged when it is back, recalled, and gone at the sign-out', async ({
	browser,
}) => {
	test.setTimeout(400_000);
	const delegate = await come(browser, server, 'delegate-province', { viewport: { width: 1180, height: 820 } });
	const { page, context } = delegate;
	const meetingId = await meetingOf(delegate);
	const shelf = page.getByTestId('offline-shelf');
	let address = '';
	const layer = page.locator(`[data-sheet="${far}"]`).getByTestId('marks-layer');

	await test.step('marking is begun while there is a network', async () => {
		await page.goto(`${server.url}/meetings/${meetingId}/live`);
		await page.getByTestId('tab-papers').click();
		await longPaper(page).click();
		await expectPage(page, 1);
		await page.getByTestId('mark-toggle').click();
		await page.getByTestId('mark-code-kept').click();
		await expect(page.getByTestId('mark-tools')).toBeVisible();
		await page.getByTestId('papers-list').click();
	});

	await test.step('the meeting is downloaded from its dossier, with what others have shared on its papers', async () => {
		const secretary = await come(browser, server, 'secretary');
		for (const versionId of (await paperIds(secretary, meetingId)).keys()) {
			const content = { kind: 'note', x: 300, y: 200, text: 'Xin xem kỹ biểu này' };
			const data = { id: crypto.randomUUID(), page: far, layer: 'meeting', content };
			const answer = await secretary.context.request.put(`${server.url}/papers/${versionId}/shared`, { data });
			expect(answer.status()).toBe(204);
		}
		await secretary.context.close();
		await page.goto(`${server.url}/meetings/${meetingId}`);
		await page.getByTestId('offline-start').click();
		await expect(page.getByTestId('offline-copy')).toHaveAttribute('data-state', 'whole', { timeout: 120_000 });
		await shoot(page, 'dossier');
	});

	await test.step('the server is gone: its address leads to what is kept', async () => {
		await server.kill();
		await page.goto(`${server.url}/meetings/${meetingId}/live`);
		await expect(shelf).toHaveAttribute('data-online', 'false');
		await expect(page.getByTestId('meeting-papers')).toBeVisible();
		await expectAccessible(page, 'what is kept of a meeting');
		await shoot(page, 'papers');
		await longPaper(page).click();
		await expectPage(page, 1);
		await page.getByTestId('page-number').fill(String(far));
		await page.getByTestId('page-number').press('Enter');
		await expectPage(page, far);
		await page.reload();
		await expectPage(page, far);
		await expect(page.getByTestId('watermark').first()).toBeAttached();
		const shared = page.locator(`[data-sheet="${far}"]`).getByTestId('shared-mark');
		await expect(shared).toHaveAttribute('title', /Phạm Thu Hằng: Xin xem kỹ biểu này/);
		await shoot(page, 'shared');
	});

	await test.step('it is searched and marked', async () => {
		await page.getByTestId('reader-panel-toggle').click();
		await page.getByRole('tab').last().click();
		await page.getByTestId('find-words').fill('ke hoach');
		await expect(page.getByTestId('hit').first()).toBeVisible();
		await shoot(page, 'search');
		await page.getByTestId('find-words').fill('');
		await page.keyboard.press('Escape');
		await page.getByTestId('page-number').fill(String(far));
		await page.getByTestId('page-number').press('Enter');
		await expectPage(page, far);
		await page.getByTestId('mark-toggle').click();
		await page.getByTestId('pdf-page').evaluate((frame) => frame.scrollTo(0, 0));
		await drawWithPen(page, layer);
		await expect(layer).toHaveAttribute('data-marks', '1');
		await expect(page.getByTestId('mark-state')).not.toHaveAttribute('data-unsent', '0');
		await shoot(page, 'marked');
		await page.reload();
		await expect(layer).toHaveAttribute('data-marks', '1');
	});

	await test.step('the server is back: the mark is there', async () => {
		await server.run();
		await page.getByTestId('offline-retry').click();
		await expect(shelf).toHaveAttribute('data-online', 'true');
		address = (await page.evaluate(() => Object.keys(localStorage).find((key) => key.includes(':doc-den:')))) ?? '';
		const [versionId = ''] = Object.keys(
			JSON.parse((await page.evaluate((key) => localStorage.getItem(key), address)) ?? '{}').value as object,
		);
		address = `${server.url}/papers/${versionId}`;
		await expect.poll(async () => (await context.request.get(`${address}/marks`)).text()).toContain(`"page":${far},`);
	});

	await test.step('recalled while the device is away, the paper goes with the first contact, and that is confirmed', async () => {
		const secretary = await come(browser, server, 'secretary');
		const papers = await paperIds(secretary, meetingId);
		const versionId = address.split('/').at(-1) ?? '';
		const paperId = papers.get(versionId) ?? '';
		const receipts = async () =>
			(await (
				await secretary.context.request.get(`${server.url}/meetings/${meetingId}/receipts?paper=${paperId}`)
			).json()) as {
				readonly heldSince: number | null;
				readonly goneAt: number | null;
			}[];
		expect((await receipts()).filter(({ heldSince }) => heldSince !== null)).toHaveLength(1);
		await context.setOffline(true);
		const answer = await secretary.context.request.post(`${server.url}/meetings/${meetingId}?/recallPaper`, {
			form: { paperId, reason: 'Sai số liệu' },
			headers: { accept: 'application/json', origin: server.url, 'x-sveltekit-action': 'true' },
		});
		expect(await answer.text()).toContain('"success"');
		expect((await receipts()).filter(({ heldSince }) => heldSince !== null)).toHaveLength(1);
		await context.setOffline(false);
		await expect.poll(async () => (await receipts()).filter(({ heldSince }) => heldSince !== null).length).toBe(0);
		expect((await receipts()).filter(({ goneAt }) => goneAt !== null)).toHaveLength(1);
		await expect(page.getByTestId('meeting-papers')).toBeVisible();
		expect(await stored(page, versionId)).toBe(0);
		expect((await context.request.get(`${address}/marks`)).status()).toBe(410);
	});

	await test.step('after the sign-out nothing is left on the device', async () => {
		await page.getByTestId('offline-leave').click();
		await page.getByRole('button', { name: /^Tài khoản của/ }).click();
		await page.getByTestId('sign-out').click();
		await page.waitForURL(/sign-in/);
		expect(await stored(page, '')).toBe(0);
		await page.goto(`${server.url}/offline`);
		await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
		await expect(page.locator('[data-testid^="offline-meeting-"]')).toHaveCount(0);
	});
});

const longPaper = (page: Page) => page.locator('[data-testid^="paper-"]', { hasText: title }).first();

const expectPage = (page: Page, number: number) =>
	expect(page.getByTestId('reader').locator(`[data-testid=pdf-page][data-page="${number}"]`)).toBeVisible({
		timeout: 20_000,
	});

async function meetingOf({ page, url }: Attendee): Promise<string> {
	await page.goto(url);
	const enter = page.locator('[data-testid^="enter-"]').first();
	await expect(enter).toBeVisible({ timeout: 60_000 });
	return ((await enter.getAttribute('data-testid')) ?? '').replace('enter-', '');
}

/** Of a meeting’s papers: version → paper. */
async function paperIds({ context, url }: Attendee, meetingId: string): Promise<ReadonlyMap<string, string>> {
	const answer = await context.request.get(`${url}/meetings/${meetingId}/offline`);
	const { papers } = (await answer.json()) as { papers: { versionId: string; documentId: string }[] };
	return new Map(papers.map(({ versionId, documentId }) => [versionId, documentId]));
}

/** How many sealed parts the browser keeps, of a version or of all. */
const stored = (page: Page, versionId: string): Promise<number> =>
	page.evaluate(
		(of) =>
			new Promise<number>((resolve, reject) => {
				const opened = indexedDB.open('nhip-cau-ngoai-tuyen');
				opened.onerror = () => reject(new Error('not opened'));
				opened.onsuccess = () => {
					const keys = opened.result.transaction('parts').objectStore('parts').getAllKeys();
					keys.onsuccess = () => {
						opened.result.close();
						resolve(keys.result.filter((key) => of === '' || (key as [string, number])[0] === of).length);
					};
				};
			}),
		versionId,
	);

/** To be looked at: where `SHOTS` names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
	const folder = process.env['SHOTS'];
	if (folder === undefined) return;
	for (const [width, height] of [
		[1180, 820],
		[820, 1180],
		[390, 844],
	] as const)
		for (const scheme of ['light', 'dark'] as const) {
			await page.setViewportSize({ width, height });
			await page.emulateMedia({ colorScheme: scheme });
			await page.waitForTimeout(400);
			await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png` });
		}
	await page.setViewportSize({ width: 1180, height: 820 });
	await page.emulateMedia({ colorScheme: 'light' });
}
