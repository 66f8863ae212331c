import { expect, type Locator, type Page } from '@playwright/test';
import { come, signIn } from './support/attendee.ts';
import { reachingOut } from '../support/odd-office.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectPrinted } from './support/printed.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

async function choosePerson(page: Page, field: string, name: string) {
	await page.getByTestId(field).fill(name);
	await page.locator('[role=option]').first().click();
	await expect(page.getByTestId(`${field}-chosen`)).toBeVisible();
}

/** The Enter that ends a word of the input method picks nobody. */
async function composePerson(page: Page, field: string, name: string) {
	await page.getByTestId(field).fill(name);
	await expect(page.locator('[role=option]').first()).toBeVisible();
	const enter = { key: 'Enter', code: 'Enter', isComposing: true, bubbles: true, cancelable: true };
	await page.getByTestId(field).dispatchEvent('keydown', enter);
	await expect(page.locator('[role=option]').first()).toBeVisible();
	await expect(page.getByTestId(`${field}-chosen`)).toHaveCount(0);
}

const keptHere = (page: Page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('cua:')));

test('what was typed survives a session that was ended elsewhere, and the sign-in leads back to it', async ({
	browser,
}) => {
	// A browser in American English: days, mistakes and buttons are Vietnamese all the same.
	const { page } = await come(browser, server, 'secretary', { locale: 'en-US' });
	await page.goto(server.url);
	expect(await page.evaluate(() => navigator.language)).toBe('en-US');
	await page.goto(`${server.url}/meetings/new`);
	await page.getByTestId('meeting-title').fill('Họp đánh giá công tác chuyển đổi số quý IV');
	await page.getByTestId('meeting-day').fill('31/04/2027');
	await page.getByTestId('meeting-save').click();
	await expect(page.getByText('Ngày viết như 23/11/2026, giờ')).toBeVisible();
	await page.getByTestId('meeting-day').fill('3/1/27');
	await page.getByTestId('meeting-time').fill('7h30');
	await composePerson(page, 'chair', 'nguyen');
	await choosePerson(page, 'chair', 'nguyen');
	await choosePerson(page, 'secretary', 'nguyen');
	await expect(page.getByTestId('meeting-day')).toHaveValue('03/01/2027');
	await expect(page.getByTestId('meeting-time')).toHaveValue('07:30');

	const { page: other } = await signIn(browser, server, 'secretary');
	await other.getByRole('button', { name: /^Tài khoản của/ }).click();
	await other.getByTestId('own-account').click();
	await expect(other.getByTestId('session')).toHaveCount(2);
	await other.getByTestId('end-session').click();
	await expect(other.getByTestId('session')).toHaveCount(1);

	await page.getByTestId('meeting-save').click();
	await expect(page).toHaveURL(`${server.url}/sign-in?return=%2Fmeetings%2Fnew`);
	const { login, password } = server.account('secretary');
	await page.locator('[name=login]').fill(login);
	await page.locator('[name=password]').fill(password);

	// The language changes, and nothing else: not even a password is typed again.
	await page.getByRole('button', { name: 'Ngôn ngữ' }).click();
	await page.getByRole('button', { name: 'English' }).click();
	await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(page.locator('[name=password]')).toHaveValue(password);
	await page.getByRole('button', { name: 'Language' }).click();
	await page.getByRole('button', { name: 'Tiếng Việt' }).click();
	await page.locator('button[type=submit]').click();
	await expect(page).toHaveURL(`${server.url}/meetings/new`);
	await expect(page.getByTestId('draft-notice')).toBeVisible();
	await expect(page.getByTestId('meeting-title')).toHaveValue('Họp đánh giá công tác chuyển đổi số quý IV');
	await expect(page.getByTestId('meeting-day')).toHaveValue('03/01/2027');
	await expect(page.getByTestId('chair-chosen')).toBeVisible();
	await page.getByTestId('meeting-save').click();
	await expect(page.getByTestId('add-item')).toBeVisible();
	expect(await keptHere(page)).toEqual([]);

	// A session that ends under an open dialog: the sign-in lies over it, and the chosen file goes on its way after it.
	await page.getByTestId('add-paper').first().click();
	const paper = {
		name: 'bao-cao.docm',
		mimeType: 'application/octet-stream',
		buffer: reachingOut('Báo cáo', 'http://127.0.0.1:1'),
	};
	const upload = page.locator('dialog', { has: page.getByTestId('paper-file') });
	await expect(upload).toContainText('Chọn tệp');
	await expect(upload).toContainText('Chưa chọn tệp nào');
	// The browser's own button, which speaks its language, is not seen.
	await expect(page.getByTestId('paper-file')).toHaveCSS('opacity', '0');
	const none = { ...paper, name: 'chi-la-ten.pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF') };
	await page.getByTestId('paper-file').setInputFiles([none, paper]);
	const [broken, whole] = [0, 1].map((at) => page.getByTestId('chosen-file').nth(at)) as [Locator, Locator];
	await expect(broken.getByRole('textbox')).toHaveValue('Chi la ten');
	await whole.getByRole('textbox').fill('Báo cáo chuyển đổi số');
	await page.context().clearCookies();
	await page.getByTestId('no-state-secret').check();
	await page.getByTestId('paper-upload').click();
	const again = page.locator('dialog', { has: page.getByTestId('sign-in-again') });
	await expect(again.locator('[name=login]')).toBeFocused();
	await again.locator('[name=login]').fill(login);
	await again.locator('[name=password]').fill(password);
	await page.getByTestId('sign-in-again').click();
	// Of several one that nobody could read keeps none of the others.
	await expect(whole).toContainText('Đã lưu');
	await expect(broken).toContainText('Không đọc được tệp');
	await page.getByRole('button', { name: 'Bỏ tệp chi-la-ten.pdf' }).click();
	await page.getByTestId('paper-upload').click();
	await expect(page.getByRole('link', { name: /^Báo cáo chuyển đổi số/ })).toBeVisible();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	// It is read as a PDF; its original is told of, and kept for download.
	await expect(page.getByText('Bản gốc có macro')).toBeVisible();
	const download = page.waitForEvent('download');
	await page.getByRole('link', { name: 'Tải bản gốc (DOCM)' }).click();
	expect((await download).suggestedFilename()).toBe('bao-cao.docm');

	// On paper: what the dossier says, without what only a screen can do.
	await expectPrinted(page, page.getByRole('heading', { level: 1 }));

	// A slip with Escape, and a sign-out.
	await page.getByTestId('add-item').click();
	await page.locator('textarea[name=title]').fill('Báo cáo của Sở Khoa học và Công nghệ');
	await page.keyboard.press('Escape');
	await page.getByTestId('add-item').click();
	await expect(page.locator('textarea[name=title]')).toHaveValue('Báo cáo của Sở Khoa học và Công nghệ');
	await page.getByTestId('draft-anew').click();
	await expect(page.locator('textarea[name=title]')).toHaveValue('');
	await page.locator('textarea[name=title]').fill('Ý kiến thảo luận');
	await page.keyboard.press('Escape');
	expect(await keptHere(page)).toHaveLength(1);
	await page.getByRole('button', { name: /^Tài khoản của/ }).click();
	await page.getByTestId('sign-out').click();
	await expect(page).toHaveURL(`${server.url}/sign-in`);
	expect(await keptHere(page)).toEqual([]);
});

test('a page whose data do not come, as the link is cut, comes by itself when it is back, with its frame', async ({
	browser,
}) => {
	const { page } = await signIn(browser, server, 'secretary');
	await page.route('**/__data.json*', (route) => route.abort());
	await page.route('**/meetings/new', (route) =>
		route.request().method() === 'HEAD' ? route.abort() : route.fallback(),
	);
	await page.goto(`${server.url}/meetings/new`);
	await expect(page.getByRole('heading', { name: 'Chưa nối được với máy chủ' })).toBeVisible();
	await page.unrouteAll();
	await expect(page.getByTestId('meeting-title')).toBeVisible();
	await expect(page.getByRole('button', { name: /^Tài khoản của/ })).toBeVisible();

	// Whoever does not wait has the whole page, too, and not only what is inside of the frame.
	await page.route('**/__data.json*', (route) => route.abort());
	await page.goto(`${server.url}/account`);
	await expect(page.getByRole('heading', { name: 'Chưa nối được với máy chủ' })).toBeVisible();
	await page.unrouteAll();
	await page.locator('header').getByRole('link').first().click();
	await expect(page.getByRole('button', { name: /^Tài khoản của/ })).toBeVisible();
});

test('of two who edit a dossier at once the second is told what has changed, and loses nothing', async ({
	browser,
}) => {
	const [mine, theirs] = [await come(browser, server, 'secretary'), await come(browser, server, 'chair')];
	const [page, other] = [mine.page, theirs.page];
	await page.goto(server.url);
	await page
		.getByRole('link', { name: /Phiên họp UBND tỉnh thường kỳ/ })
		.first()
		.click();
	await expect(page.getByTestId('edit-meeting')).toBeVisible();
	const dossier = page.url();
	const changed = page.getByTestId('changed-by-others');

	// The meeting itself: what the other has changed comes in, what was entered here stays.
	await Promise.all([page.goto(`${dossier}/edit`), other.goto(`${dossier}/edit`)]);
	await other.getByTestId('meeting-title').fill('Phiên họp bất thường');
	await other.getByTestId('meeting-save').click();
	await expect(other.getByRole('heading', { level: 1 })).toHaveText('Phiên họp bất thường');
	await page.getByLabel('Thời lượng (phút)').fill('95');
	await page.getByTestId('meeting-save').click();
	await expect(changed).toContainText('Tên cuộc họp: nay là “Phiên họp bất thường”');
	await expect(page.getByTestId('meeting-title')).toHaveValue('Phiên họp bất thường');
	await expect(page.getByLabel('Thời lượng (phút)')).toHaveValue('95');
	await page.getByTestId('meeting-save').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('Phiên họp bất thường');

	// An item: the same, in a dialog that stays open.
	const editFirst = async (on: Page) => {
		await on.getByRole('button', { name: 'Thao tác với nội dung 1', exact: true }).click();
		await on.getByRole('button', { name: 'Sửa', exact: true }).click();
	};
	await other.reload();
	await Promise.all([editFirst(page), editFirst(other)]);
	await page.locator('dialog textarea[name=title]').fill('Khai mạc và thông qua chương trình');
	await other.locator('dialog [name=plannedMinutes]').fill('25');
	await other.getByTestId('item-save').click();
	await expect(other.getByRole('dialog')).toHaveCount(0);
	await page.getByTestId('item-save').click();
	await expect(changed).toContainText('Dự kiến (phút): nay là “25”');
	await expect(page.locator('dialog textarea[name=title]')).toHaveValue('Khai mạc và thông qua chương trình');
	await expect(page.locator('dialog [name=plannedMinutes]')).toHaveValue('25');
	await page.getByTestId('item-save').click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByText('Khai mạc và thông qua chương trình')).toBeVisible();

	// What has changed elsewhere in the dossier keeps nobody.
	await other.getByTestId('add-item').click();
	await editFirst(page);
	await page.locator('dialog [name=plannedMinutes]').fill('30');
	await other.locator('dialog textarea[name=title]').fill('Nội dung bổ sung');
	await other.getByTestId('item-save').click();
	await expect(other.getByRole('dialog')).toHaveCount(0);
	await page.getByTestId('item-save').click();
	await expect(page.getByRole('dialog')).toHaveCount(0);
	await expect(page.getByText('Nội dung bổ sung')).toBeVisible();

	// What is refused is read where the person looks: in the dialog, and not dimmed behind it.
	const question = other.getByRole('dialog');
	await other.getByRole('button', { name: 'Thao tác với nội dung 1', exact: true }).click();
	await other.getByRole('button', { name: 'Xóa', exact: true }).click();
	await question.getByRole('button', { name: 'Xóa', exact: true }).click();
	await expect(question.locator('[aria-live=assertive]')).toContainText('Người khác vừa sửa hồ sơ này');
	await question.getByRole('button', { name: 'Xóa', exact: true }).click();
	await expect(question).toHaveCount(0);
	await expect(other.getByText('Khai mạc và thông qua chương trình')).toHaveCount(0);
});
