import { expect, type Page } from '@playwright/test';
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import process from 'node:process';
import { come, joinMeeting } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { test } from './support/story.ts';

const isRead = ['/usr/bin/tesseract', '/usr/share/tesseract-ocr/5/tessdata/vie.traineddata'].every((file) =>
	existsSync(file),
);
test.skip(!isRead, 'tesseract-ocr and tesseract-ocr-vie are not installed here');

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start({ OCR: 'yes' });
});

test.afterAll(() => server.close());

test('words that are found in a scan are marked on the picture, where they stand; they are selected and read out as any text', async ({
	browser,
}) => {
	test.setTimeout(180_000);
	const viewport = { width: 1180, height: 820 };
	const attendee = await come(browser, server, 'delegate-province', { viewport, hasTouch: true, deviceScaleFactor: 2 });
	const { page } = attendee;
	await joinMeeting(attendee);
	await page.getByTestId('tab-papers').click();
	await page.locator('[data-testid^="paper-"]', { hasText: '(bản quét)' }).first().click();
	await expect(page.locator('[data-testid=pdf-page][data-page="1"]')).toBeVisible();
	await page.getByTestId('reader-panel-toggle').click();
	await page.getByTestId('tab-find').click();
	const hit = page.getByTestId('hit').first();
	// The server reads it page by page, from the first.
	await expect(async () => {
		await page.getByTestId('find-words').fill('');
		await page.getByTestId('find-words').fill('nghi quyet');
		await expect(hit).toBeVisible({ timeout: 3_000 });
	}).toPass({ timeout: 120_000 });

	await hit.click();
	await expect.poll(() => page.evaluate(() => CSS.highlights.get('found-now')?.size)).toBe(1);
	expect(await seenUnderMark(page)).toMatch(/nghị quyết/iu);
	await shoot(page);

	await test.step('it is selected as any text', async () => {
		const selected = await page.evaluate(() => {
			const [range] = CSS.highlights.get('found-now') ?? [];
			const selection = getSelection();
			selection?.removeAllRanges();
			selection?.addRange(range as Range);
			return selection?.toString();
		});
		expect(selected).toMatch(/^nghị quyết$/iu);
	});

	await test.step('on a page that is turned it stands where the picture has it', async () => {
		await page.getByTestId('reader-panel').press('Escape');
		await page.getByTestId('reader-menu').click();
		await page.getByTestId('reader-turn').click();
		await page.keyboard.press('Escape');
		await expect.poll(() => page.evaluate(() => CSS.highlights.get('found-now')?.size)).toBe(1);
		expect(await seenUnderMark(page, 270)).toMatch(/nghị quyết/iu);
	});
});

/** What somebody reads who sees of the page nothing but what is marked, and turns the picture of it back. */
async function seenUnderMark(page: Page, turn = 0): Promise<string> {
	const clip = await page.evaluate(() => {
		const [range] = CSS.highlights.get('found-now') ?? [];
		const { x, y, width, height } = (range as Range).getBoundingClientRect();
		return { x: x - 3, y: y - 3, width: width + 6, height: height + 6 };
	});
	const text = page
		.locator('.text')
		.filter({ hasText: /nghị quyết/iu })
		.first();
	await text.evaluate((layer) => (layer.style.visibility = 'hidden'));
	const picture = await page.screenshot({ clip });
	await text.evaluate((layer) => (layer.style.visibility = ''));
	const seen = await page.evaluate(
		async ([url, degrees]) => {
			const image = new Image();
			image.src = url;
			await image.decode();
			const across = degrees % 180 === 0;
			const canvas = document.createElement('canvas');
			[canvas.width, canvas.height] = across ? [image.width, image.height] : [image.height, image.width];
			const context = canvas.getContext('2d');
			context?.translate(canvas.width / 2, canvas.height / 2);
			context?.rotate((degrees * Math.PI) / 180);
			context?.drawImage(image, -image.width / 2, -image.height / 2);
			return canvas.toDataURL('image/png').split(',')[1] ?? '';
		},
		[`data:image/png;base64,${picture.toString('base64')}`, turn] as const,
	);
	const input = Buffer.from(seen, 'base64');
	return execFileSync('tesseract', ['-', '-', '-l', 'vie', '--psm', '7'], {
		input,
		stdio: ['pipe', 'pipe', 'ignore'],
	}).toString();
}

/** To be looked at, where `SHOTS` names a folder. */
async function shoot(page: Page): Promise<void> {
	const folder = process.env['SHOTS'];
	if (folder !== undefined) await page.screenshot({ path: `${folder}/scan-words.png` });
}
