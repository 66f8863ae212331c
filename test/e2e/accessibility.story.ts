import { expect } from '@playwright/test';
import { expectAccessible, expectAccessibleAnyhow as look } from './support/accessible.ts';
import { attend, openPage, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { test } from './support/story.ts';

let server: DemoServer;

test.beforeAll(async () => {
	server = await DemoServer.start();
});

test.afterAll(() => server.close());

test('the pages around a meeting', async ({ browser }) => {
	const { page } = await signIn(browser, server, 'secretary');
	const dossier = await page.locator('a[href^="/meetings/"]:not([href="/meetings/new"])').first().getAttribute('href');
	const id = dossier?.split('/')[2] ?? '';
	for (const path of ['/', '/meetings/new', `/meetings/${id}`, `/meetings/${id}/device-check`]) {
		await openPage(page, server.url + path);
		await look(page, path);
	}
});

test('the administration', async ({ browser }) => {
	const { page } = await signIn(browser, server, 'administrator');
	for (const path of [
		'/admin/people',
		'/admin/org',
		'/admin/org/import',
		'/admin/bodies',
		'/admin/bodies/new',
		'/admin/bodies/merge',
		'/admin/rights',
		'/admin/nodes',
	]) {
		await openPage(page, server.url + path);
		await look(page, path);
	}
	await page.goto(`${server.url}/admin/sites`);
	// What one of 320 rows has, every one has.
	await page.getByTestId('sites-filter').fill('tho');
	await look(page, '/admin/sites');
});

test('the site wall', async ({ browser }) => {
	await attend(browser, server, 'delegate-commune');
	const { page } = await attend(browser, server, 'operator');
	await page.keyboard.press('w');
	await expect(page.getByTestId('wall-tile').locator('img')).not.toHaveCount(0);
	await page.getByTestId('wall-tile').first().hover();
	await look(page, 'the wall');
	await page.getByTestId('wall-menu').first().click();
	await look(page, 'the menu of a tile');
	await page.keyboard.press('Escape');
	await page.getByTestId('wall-choose').last().click();
	await look(page, 'the wall with a choice');
	await page.getByTestId('wall-watch').click();
	await look(page, 'a page of live sites');
	await page.getByTestId('wall-back').click();
	await page.getByTestId('wall-poll-chosen').click();
	await look(page, 'what to poll');
	await page.getByTestId('poll-start').click();
	await look(page, 'polling for oneself');
	await page.getByTestId('poll-stop').click();
	await page.getByTestId('wall-search').fill('zzz');
	await look(page, 'a search without a result');
	await page.goto(page.url().replace('view=wall', 'view=wall-only'));
	await expect(page.getByTestId('wall')).toBeVisible();
	await look(page, 'the wall in a window of its own');
});

test('the live meeting, tab by tab', async ({ browser }) => {
	const { page } = await attend(browser, server, 'chair');
	await expectAccessible(page, 'before the start');
	await page.getByTestId('meeting-start').click();
	for (const tab of ['agenda', 'papers', 'floor', 'votes', 'notes', 'people']) {
		await page.getByTestId(`tab-${tab}`).click();
		await look(page, tab);
	}
});
