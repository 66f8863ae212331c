import { PDFDocument } from '@cantoo/pdf-lib';
import process from 'node:process';
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { attend, gather, openPage } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { drawWithPen } from './support/pen.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

/** To be looked at: where `SHOTS` names a folder. */
async function shoot(page: Page, name: string): Promise<void> {
	const folder = process.env['SHOTS'];
	if (folder === undefined) return;
	for (const [width, height] of [
		[820, 1180],
		[390, 844],
		[1180, 820],
	] as const)
		for (const scheme of ['dark', 'light'] as const) {
			await page.setViewportSize({ width, height });
			await page.emulateMedia({ colorScheme: scheme });
			await page.waitForTimeout(300);
			await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png` });
		}
}

test('marks that others see, and comments for the secretary: named, live, taken off, gathered', async ({ browser }) => {
	const [secretary, delegate] = await gather(browser, server, 'secretary', 'delegate-province');
	const meetingId = new URL(delegate.page.url()).pathname.split('/')[2] ?? '';
	for (const { page } of [secretary, delegate]) {
		await page.setViewportSize({ width: 1180, height: 820 });
		await page.getByTestId('tab-papers').click();
		await page.locator('[data-testid^="paper-"]').first().click();
		await expect(page.getByTestId('reader').getByTestId('pdf-page')).toHaveAttribute('data-page', '1');
	}
	const { page } = delegate;
	const layer = page.locator('[data-sheet="1"]').getByTestId('marks-layer');

	await test.step('what a delegate writes for the meeting is seen by the secretary at once, with their name', async () => {
		await page.getByTestId('mark-toggle').click();
		await page.getByTestId('mark-code-kept').click();
		await page.getByTestId('mark-layer').click();
		await page.getByTestId('mark-layer-meeting').click();
		await expect(page.getByTestId('mark-about')).toContainText('không mã hóa');
		await drawWithPen(page, layer);
		const sign = secretary.page.locator('[data-sheet="1"]').getByTestId('shared-mark');
		await expect(sign).toHaveCount(1);
		await expect(layer).toHaveAttribute('data-marks', '0');
		await page.getByTestId('mark-eraser').click();
		const { width } = (await layer.boundingBox()) ?? { width: 0 };
		await layer.click({ position: { x: 0.6 * width, y: 156 } });
		await expect(sign).toHaveCount(0);
		await page.getByTestId('mark-undo').click();
		await expect(sign).toHaveCount(1);
		await page.getByTestId('mark-pen').click();
		await page.screenshot({ path: 'test-results/shared-delegate.png' });
		await secretary.page.screenshot({ path: 'test-results/shared-secretary.png' });
		await expectAccessible(secretary.page, 'a page with marks of others');
		await secretary.page.getByTestId('reader-menu').click();
		await secretary.page.screenshot({ path: 'test-results/shared-menu.png' });
		await secretary.page.getByTestId('layer-meeting').click();
		await expect(sign).toHaveCount(0);
		await secretary.page.getByTestId('layer-meeting').click();
		await secretary.page.keyboard.press('Escape');
		await expect(sign).toHaveCount(1);
	});

	await test.step('what is for the own unit the secretary is not shown, what is for them by name they are', async () => {
		const signs = secretary.page.locator('[data-sheet="1"]').getByTestId('shared-mark');
		const choose = async (which: string) => {
			await page.getByTestId('mark-layer').click();
			await page.getByTestId(`mark-layer-${which}`).click();
		};
		await page.getByTestId('mark-agree').click();
		await choose('unit');
		await expect(page.getByTestId('mark-about')).toContainText('chưa có ai khác cùng đơn vị');
		await layer.click({ position: { x: 300, y: 300 } });
		await expect(page.locator('[data-sheet="1"]').getByTestId('shared-mark')).toHaveCount(2);
		await page.getByTestId('mark-layer').click();
		await shoot(page, 'layers');
		await page.getByTestId('mark-layer-chosen').click();
		await expect(page.getByTestId('choose-person')).not.toHaveCount(0);
		await expect(page.getByTestId('choose-done')).toBeDisabled();
		await page.getByTestId('choose-search').fill('pham thu hang');
		await page.getByTestId('choose-person').check();
		await page.getByTestId('choose-search').fill('');
		await shoot(page, 'choose');
		await expectAccessible(page, 'a choice of who sees a mark');
		await page.getByTestId('choose-done').click();
		await expect(page.getByTestId('mark-about')).toContainText('Phạm Thu Hằng');
		await layer.click({ position: { x: 300, y: 380 } });
		await shoot(page, 'chosen');
		await expect(signs).toHaveCount(2);
		await secretary.page.locator('[data-sheet="1"] [data-layer=chosen]').click();
		await expect(secretary.page.getByRole('dialog')).toContainText('Chỉ những người được chọn');
		await shoot(secretary.page, 'chosen-looked');
		await secretary.page.keyboard.press('Escape');
		await page.getByTestId('mark-undo').click();
		await expect(signs).toHaveCount(1);
		await choose('unit');
		await page.getByTestId('mark-undo').click();
		await expect(page.locator('[data-sheet="1"]').getByTestId('shared-mark')).toHaveCount(1);
	});

	await test.step('one for chair and secretaries, and the secretary takes the other off', async () => {
		await page.getByTestId('mark-layer').click();
		await page.getByTestId('mark-layer-secretariat').click();
		await page.getByTestId('mark-agree').click();
		await layer.click({ position: { x: 300, y: 300 } });
		const signs = secretary.page.locator('[data-sheet="1"]').getByTestId('shared-mark');
		await expect(signs).toHaveCount(2);
		await secretary.page.locator('[data-sheet="1"] [data-layer=meeting]').click();
		await secretary.page.screenshot({ path: 'test-results/shared-dialog.png' });
		await secretary.page.getByTestId('shared-take-off').click();
		await expect(signs).toHaveCount(1);
		await expect(page.locator('[data-sheet="1"]').getByTestId('shared-mark')).toHaveCount(1);
		await page.reload();
		await expect(page.locator('[data-sheet="1"]').getByTestId('shared-mark')).toHaveCount(1);
	});

	await test.step('by keys alone a stamp, a note and highlighted words are put on the page', async () => {
		await page.getByTestId('mark-toggle').click();
		await page.getByTestId('mark-amend').focus();
		await page.keyboard.press('Enter');
		await expect(layer).toBeFocused();
		await page.keyboard.press('Shift+ArrowDown');
		await page.keyboard.press('Enter');
		await expect(layer).toHaveAttribute('data-marks', '1');
		await page.getByTestId('mark-tools').getByTestId('mark-note').focus();
		await page.keyboard.press('Enter');
		await page.keyboard.press('Shift+ArrowUp');
		await page.keyboard.press('Enter');
		await page.getByTestId('mark-note-text').fill('Hỏi lại số liệu');
		await page.getByTestId('mark-note-done').click();
		await expect(layer).toHaveAttribute('data-marks', '2');
		const words = page
			.locator('[data-sheet="1"] .text span')
			.filter({ hasText: /\p{L}{3}/u })
			.first();
		await words.evaluate((span) => document.getSelection()?.selectAllChildren(span));
		await page.getByTestId('mark-highlighter').click();
		await expect(layer).toHaveAttribute('data-marks', '3');
		await expect(layer.locator('rect.highlighter')).not.toHaveCount(0);
		await page.screenshot({ path: 'test-results/placed-by-keys.png' });
		await page.setViewportSize({ width: 820, height: 1180 });
		await expectAccessible(page, 'a page that is marked by keys');
		await page.setViewportSize({ width: 1180, height: 820 });
	});

	await test.step('it is saved with and without the marks', async () => {
		const saved = async (testid: string) => {
			await page.getByTestId('reader-menu').click();
			const [file] = await Promise.all([page.waitForEvent('download'), page.getByTestId(testid).click()]);
			return file;
		};
		const marked = await saved('reader-download-marked');
		expect(marked.suggestedFilename()).toMatch(/\(có ghi chú\)\.pdf$/);
		await marked.saveAs('test-results/marked.pdf');
		await saved('reader-download');
		await page.getByTestId('mark-toggle').click();
	});

	await test.step('on a phone and in the dark', async () => {
		await page.getByTestId('mark-toggle').click();
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.setViewportSize({ width: 390, height: 844 });
		await page.getByTestId('mark-layer').click();
		await page.screenshot({ path: 'test-results/shared-phone-dark.png' });
		await page.keyboard.press('Escape');
		await page.setViewportSize({ width: 820, height: 1180 });
		await page.screenshot({ path: 'test-results/shared-upright-dark.png' });
		await page.emulateMedia({ colorScheme: 'light' });
	});

	await test.step('a comment on a page of a paper reaches the secretary, who answers it', async () => {
		await page.setViewportSize({ width: 1180, height: 820 });
		await openPage(page, `${server.url}/meetings/${meetingId}`);
		await page.getByTestId('remark-add').click();
		await page.getByTestId('remark-on').selectOption({ index: 2 });
		await page.getByTestId('remark-text').fill('Đề nghị làm rõ nguồn kinh phí ở mục II.');
		await page.screenshot({ path: 'test-results/remark-dialog.png' });
		await page.getByTestId('remark-send').click();
		await expect(page.getByTestId('remark')).toContainText('Chưa xử lý');
		await openPage(secretary.page, `${server.url}/meetings/${meetingId}`);
		await secretary.page.getByTestId('remark-handle').click();
		await secretary.page.getByTestId('remark-answer').fill('Đã bổ sung ở biểu 3.');
		await secretary.page.getByTestId('remark-handled').click();
		await expect(secretary.page.getByTestId('remark')).toContainText('Đã bổ sung ở biểu 3.');
		await secretary.page.getByTestId('remark').scrollIntoViewIfNeeded();
		await secretary.page.screenshot({ path: 'test-results/remarks-secretary.png' });
		const [file] = await Promise.all([
			secretary.page.waitForEvent('download'),
			secretary.page.getByTestId('remarks-export').click(),
		]);
		expect(file.suggestedFilename()).toMatch(/^Góp ý - .+\.docx$/);
		await page.reload();
		await expect(page.getByTestId('remark')).toContainText('Đã bổ sung ở biểu 3.');
		await expect(page.getByTestId('remark-withdraw')).toHaveCount(0);
		await page.setViewportSize({ width: 390, height: 844 });
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.getByTestId('remark').scrollIntoViewIfNeeded();
		await page.screenshot({ path: 'test-results/remark-phone-dark.png' });
	});
});

test('notes on an earlier version are carried over to a newer one, where their page is the same', async ({
	browser,
}) => {
	const [secretary, delegate] = await gather(browser, server, 'secretary', 'delegate-district');
	const { page } = delegate;
	const meetingId = new URL(page.url()).pathname.split('/')[2] ?? '';
	await page.setViewportSize({ width: 1180, height: 820 });
	await page.getByTestId('tab-papers').click();
	await page.locator('[data-testid^="paper-"]').first().click();
	const sheet = (number: number) => page.locator(`[data-sheet="${number}"]`).getByTestId('marks-layer');
	await expect(sheet(1)).toBeVisible();
	await page.getByTestId('mark-toggle').click();
	await page.getByTestId('mark-code-kept').click();
	await drawWithPen(page, sheet(1));
	await page.getByTestId('page-next').click();
	await drawWithPen(page, sheet(2));
	await expect(page.getByTestId('mark-state')).toHaveAttribute('data-unsent', '0');
	await page.getByTestId('mark-toggle').click();

	await test.step('the secretary uploads a version without the second page', async () => {
		await openPage(secretary.page, `${server.url}/meetings/${meetingId}`);
		const link = secretary.page.locator('[data-testid^="paper-"] a.open').first();
		const address = (await link.getAttribute('href')) ?? '';
		const answer = await secretary.page.request.get(new URL(address, server.url).href);
		const paper = await PDFDocument.load(await answer.body());
		paper.removePage(1);
		await secretary.page.locator('[data-testid^="paper-menu-"]').first().click();
		await secretary.page.getByRole('button', { name: 'Tải lên phiên bản mới' }).first().click();
		const buffer = Buffer.from(await paper.save());
		await secretary.page
			.getByTestId('paper-file')
			.setInputFiles({ name: 'ban-moi.pdf', mimeType: 'application/pdf', buffer });
		await secretary.page.getByTestId('no-state-secret').check();
		await secretary.page.getByTestId('paper-upload').click();
	});

	await test.step('the delegate is offered the one note, and told of the other', async () => {
		await expect(page.getByTestId('carry')).toBeVisible();
		await expect(page.getByTestId('newer-version')).toContainText('1 ghi chú không chuyển được');
		await page.screenshot({ path: 'test-results/carry.png' });
		await page.setViewportSize({ width: 390, height: 844 });
		await page.emulateMedia({ colorScheme: 'dark' });
		await page.screenshot({ path: 'test-results/carry-phone-dark.png' });
		await page.emulateMedia({ colorScheme: 'light' });
		await page.setViewportSize({ width: 820, height: 1180 });
		await page.getByTestId('carry-left').click();
		await expect(page.getByTestId('carry-list').locator('li')).toHaveCount(1);
		await page.screenshot({ path: 'test-results/carry-list.png' });
		await page.keyboard.press('Escape');
		await expectAccessible(page, 'a newer version with notes to carry');
		await page.getByTestId('carry').click();
		await expect(page.getByTestId('carry-done')).toBeVisible();
		await page.getByTestId('newer-open').click();
		await page.getByTestId('page-number').fill('1');
		await page.getByTestId('page-number').press('Enter');
		await expect(sheet(1)).toHaveAttribute('data-marks', '1');
		await expect(page.getByTestId('carry')).toHaveCount(0);
		await page.reload();
		await expect(sheet(1)).toHaveAttribute('data-marks', '1');
		await expect(page.getByTestId('carry')).toHaveCount(0);
	});

	await test.step('another device is opened by a code that this one shows', async () => {
		await openPage(page, `${server.url}/account`);
		await page.setViewportSize({ width: 1180, height: 820 });
		await page.getByTestId('marks-once').click();
		const code = await page.getByTestId('marks-code').innerText();
		await page.screenshot({ path: 'test-results/once.png' });
		const { page: other } = await attend(browser, server, 'delegate-district');
		await other.getByTestId('tab-papers').click();
		await other.locator('[data-testid^="paper-"]').first().click();
		await other.getByTestId('mark-toggle').click();
		await other.getByTestId('mark-code-typed').fill(code);
		await other.screenshot({ path: 'test-results/unlock.png' });
		await other.getByTestId('mark-unlock').click();
		await expect(other.locator('[data-sheet="1"]').getByTestId('marks-layer')).toHaveAttribute('data-marks', '1');
	});
});
