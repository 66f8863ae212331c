import { expect } from '@playwright/test';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { openPage, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { LoneNode } from './support/lone-node.ts';
import { firstSheetOf } from './support/printed.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

test('an administrator adds a person, who signs in, and closes the account again', async ({ browser }) => {
	const { page } = await signIn(browser, server, 'administrator');
	await page.goto(`${server.url}/admin/people`);
	await page.getByTestId('add-person').click();
	await page.getByTestId('person-name').fill('Đỗ Thị Ánh Tuyết');
	await page.getByTestId('unit').fill('nam tien');
	await page.locator('[role=option]').first().click();
	await expect(page.getByTestId('person-login')).toHaveValue('tuyet.dta');
	await page.getByTestId('person-login').fill('chutri');
	await page.getByTestId('dialog-submit').click();
	// Refused, and nothing that was entered is lost.
	await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
	await expect(page.getByTestId('person-name')).toHaveValue('Đỗ Thị Ánh Tuyết');
	await page.getByTestId('person-login').fill('tuyet.dta');
	await page.getByTestId('dialog-submit').click();
	const password = (await page.getByTestId('secret-password').textContent()) ?? '';
	expect(password.length).toBeGreaterThanOrEqual(14);
	await page.keyboard.press('Escape');
	await expect(page.getByTestId('secret-password')).toBeHidden();
	await expect(page.getByTestId('add-person')).toBeFocused();

	const person = await browser.newContext();
	const theirs = await person.newPage();
	await theirs.goto(`${server.url}/sign-in`);
	await theirs.locator('[name=login]').fill('tuyet.dta');
	await theirs.locator('[name=password]').fill(password);
	await theirs.locator('button[type=submit]').click();
	await expect(theirs).toHaveURL(`${server.url}/`);
	await theirs.goto(`${server.url}/admin/people`);
	await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('Không có quyền xem');

	await page.getByTestId('people-filter').fill('anh tuyet');
	await page.getByTestId('people-filter').press('Enter');
	const row = page.getByTestId('person-tuyet.dta');
	await expect(page.locator('[data-testid^="person-"]')).toHaveCount(1);
	await row.getByRole('button').first().click();
	await row.getByTestId('deed-disable').click();
	await page.getByTestId('dialog-submit').click();
	await expect(page.getByRole('dialog')).toBeHidden();
	// The search is still on after the deed.
	await expect(page).toHaveURL(/q=anh\+tuyet/);
	await theirs.reload();
	await expect(theirs).toHaveURL(/\/sign-in/);
});

test('a council decides by its rule, its members come with terms', async ({ browser }) => {
	const { page } = await signIn(browser, server, 'administrator');
	await page.goto(`${server.url}/admin/bodies/new`);
	await page.getByTestId('body-name').fill('HĐND tỉnh');
	await page.getByTestId('body-kind').selectOption('hdnd');
	await page.getByTestId('unit').fill('tinh thanh hoa');
	await page.locator('[role=option]').first().click();
	await page.getByTestId('body-seats').fill('40');
	await page.getByTestId('rule-preset').selectOption('two-thirds');
	await expect(page.getByText(/27/)).toBeVisible();
	await page.getByTestId('body-save').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText('HĐND tỉnh');
	await page.getByTestId('add-term').click();
	await page.getByTestId('member').fill('hoang minh');
	await page.locator('[role=option]').first().click();
	await page.getByTestId('dialog-submit').click();
	await expect(page.getByText('1/40')).toBeVisible();
	await page.reload();
	await expect(page.getByTestId('rule-preset')).toHaveValue('two-thirds');
});

test('a reform is entered in the browser: shown first, applied, and each day has its own tree', async ({ browser }) => {
	const { page } = await signIn(browser, server, 'administrator');
	await page.goto(`${server.url}/admin/org`);
	await page.getByTestId('org-import').click();
	const list = (name: string) =>
		readFileSync(path.resolve(import.meta.dirname, '../../db/demo/thanh-hoa', name), 'utf8').replace(
			/^38\.SDTTG.*\n/m,
			'',
		);
	const csv = (text: string) => ({ name: 'x.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
	const units = list('units-2025-minh-hoa.csv').replace('UBND xã Hồi Xuân', 'UBND phường Hồi Xuân');
	const sites = list('sites-2025-minh-hoa.csv').replace('38.SDTTG,Điểm cầu Sở Dân tộc và Tôn giáo,38.SDTTG\n', '');
	await page.getByTestId('import-units').setInputFiles(csv(units));
	// The language changes and is changed back: what goes on its way below is the file chosen before.
	await page.getByRole('button', { name: 'Ngôn ngữ' }).click();
	await page.getByRole('button', { name: 'English' }).click();
	await expect(page.locator('html')).toHaveAttribute('lang', 'en');
	await expect(page.getByText('x.csv')).toBeVisible();
	await page.getByRole('button', { name: 'Language' }).click();
	await page.getByRole('button', { name: 'Tiếng Việt' }).click();
	await page.getByTestId('import-sites').setInputFiles(csv(sites));
	await page.getByTestId('import-day').fill('01/01/2030');
	await page.getByTestId('import-complete').check();
	await page.getByTestId('import-preview').click();
	await page.getByTestId('import-ended').getByText('Kết thúc').click();
	await expect(page.getByTestId('import-ended')).toContainText('Sở Dân tộc và Tôn giáo');
	await page.getByTestId('import-apply').click();
	await expect(page.getByText('Đã áp dụng: 186 đơn vị, 185 điểm cầu.')).toBeVisible();
	const tree = page.getByTestId('org-tree');
	await page.goto(`${server.url}/admin/org?day=2025-06-30`);
	await expect(tree).toContainText('UBND huyện Quan Hóa');
	await page.getByTestId('org-day').fill('01/01/2030');
	await page.getByTestId('org-day').press('Tab');
	await expect(tree).not.toContainText('UBND huyện Quan Hóa');
	// A tree of several sheets begins on the first.
	expect(await firstSheetOf(page)).toContain('Sở Tài chính');
	await tree.getByRole('link', { name: 'UBND phường Hồi Xuân' }).click();
	await expect(page.getByTestId('unit-history')).toContainText('UBND thị trấn Hồi Xuân');
});

test('a media node is added, comes in with the lines that are shown once, serves a unit, and goes when it is revoked', async ({
	browser,
}) => {
	const { page } = await signIn(browser, server, 'administrator');
	await page.goto(`${server.url}/admin/nodes`);
	await expect(page.getByTestId('node-local')).toContainText('Đã kết nối');
	await page.getByTestId('add-node').click();
	await page.getByTestId('node-name').fill('huyen.quan-hoa');
	await page.getByTestId('unit').fill('hoi xuan');
	await page.locator('[role=option]').first().click();
	await page.getByTestId('dialog-submit').click();
	const lines = (await page.getByTestId('node-lines').textContent()) ?? '';
	const [, url = '', token = ''] = /^NODE_LINK_URL=(.*)\nNODE_LINK_TOKEN=(.*)$/.exec(lines) ?? [];
	expect(url).toBe(server.url);
	await page.keyboard.press('Escape');
	const row = page.getByTestId('node-huyen.quan-hoa');
	await expect(row).toContainText('Mất kết nối');
	const node = LoneNode.start(url, token);
	try {
		await expect(row, 'the page looks again by itself').toContainText('Đã kết nối', { timeout: 30_000 });
		await row.getByRole('link').click();
		await page.getByTestId('serve-unit').click();
		await page.getByTestId('unit').last().fill('nam tien');
		await page.locator('[role=option]').first().click();
		await page.getByTestId('dialog-submit').click();
		await expect(page.getByTestId('served-unit')).toContainText('Nam Tiến');
		await page.getByTestId('node-revoke').click();
		await page.getByTestId('dialog-submit').click();
		await expect(page.getByTestId('node-renew')).toBeVisible();
		await expect(page.getByText('Đã thu hồi', { exact: true })).toBeVisible();
		expect(await node.ended(), 'starting it again would not help').toBe(77);
	} finally {
		await node.close();
	}
});

test('before there is anything to choose from nothing is offered, and who can change that is said', async ({
	browser,
}) => {
	const { page } = await signIn(browser, server, 'administrator');
	const { page: secretary } = await signIn(browser, server, 'secretary');
	const db = openDatabase(databaseFile(server.dataDir));
	db.sqlite.exec('DELETE FROM body_periods WHERE body_id <> (SELECT min(body_id) FROM body_periods)');
	await openPage(page, `${server.url}/admin/bodies`);
	await expect(page.getByTestId('add-body')).toBeVisible();
	await expect(page.getByTestId('merge-bodies'), 'one body is merged with no other').toHaveCount(0);
	db.sqlite.exec('DELETE FROM unit_periods');
	db.close();
	await openPage(secretary, `${server.url}/meetings/new`);
	await expect(secretary.getByText('Chưa có đơn vị nào. Quản trị viên nhập danh sách')).toBeVisible();
});
