import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import { accounts } from '#db/schema/auth.ts';
import { inviteDelegates } from '#test/support/invite-delegates.ts';
import { expect, type Page, type WebSocketRoute } from '@playwright/test';
import { eq } from 'drizzle-orm';
import { expectAccessible } from './support/accessible.ts';
import { attend, joinMeeting, signIn } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectVideo } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;

/** Beside those of the demo, none of whom comes: a list of them all is a long one. */
const invited = 300;

test.beforeAll(async () => {
	server = await DemoServer.start({ METRICS_TOKEN: 'a-token-of-this-story' }, async (dataDir) => {
		const db = openDatabase(databaseFile(dataDir));
		const chair = db.orm.select().from(accounts).where(eq(accounts.login, 'chutri')).get();
		const [meeting] = listMeetings(db, chair?.personId ?? '', Date.now()).today;
		db.close();
		inviteDelegates(dataDir, meeting?.id ?? '', [], invited);
	});
});

test.afterAll(() => server.close());

/** The number that a tile begins with; Vietnamese writes a comma before decimals. */
const numberOf = async (page: Page, tile: string): Promise<number> => {
	const text = (await page.getByTestId(tile).locator('.value').textContent()) ?? '';
	return Number(
		text
			.replace(/\./g, '')
			.replace(',', '.')
			.replace(/[^\d.].*$/, ''),
	);
};

test('the operator watches links and server during a meeting; a delegate may not', async ({ browser }) => {
	const chair = await attend(browser, server, 'chair');
	await chair.page.getByTestId('meeting-start').click();
	const delegate = await attend(browser, server, 'delegate-commune');
	await expectVideo(delegate.page, 'main');

	// The person: one's own link, by a word.
	await expect(delegate.page.getByTestId('connection-state')).toHaveAttribute('data-grade', /good|fair|weak/, {
		timeout: 30_000,
	});
	await expect(delegate.page.getByTestId('connection-state')).toContainText(/Đường truyền (tốt|trung bình|yếu)/);

	// The chair: everybody's, in the list of people, and the way to the page.
	await chair.page.getByTestId('tab-people').click();
	await expect(chair.page.locator('[data-testid^="link-"]')).toHaveCount(2, { timeout: 30_000 });
	// Of hundreds those in sight are in the page: it takes a tablet long to make more, and to draw them at each event.
	const people = chair.page.getByRole('listitem').filter({ has: chair.page.locator('[data-participant]') });
	await expect(people.first()).toHaveAttribute('aria-setsize', /^3\d\d$/);
	expect(await people.count()).toBeLessThan(50);
	expect(await chair.page.locator('*').count()).toBeLessThan(1_500);
	// However many are there, the list stays where it is: it would move under a finger, and rows be made and taken away.
	await chair.page.setViewportSize({ width: 1180, height: 820 });
	const tops = await chair.page.getByTestId('people-present').evaluate((present) =>
		['2/320', '88/704', '888/944'].map((numbers) => {
			if (present.firstChild) present.firstChild.nodeValue = `Có mặt ${numbers}`;
			return document.querySelector('.people > .list')?.getBoundingClientRect().top;
		}),
	);
	expect(tops).toEqual([tops[0], tops[0], tops[0]]);
	const address = await chair.page.getByTestId('open-ops').getAttribute('href');

	const operator = await signIn(browser, server, 'operator');
	const { page } = operator;
	await page.goto(server.url + address);
	await expect(page.getByTestId('ops-state')).toHaveAttribute('data-reception', 'live');
	await expect.poll(() => numberOf(page, 'tile-present'), { message: 'both are present' }).toBe(2);
	await expect.poll(() => numberOf(page, 'tile-joined'), { message: 'both have media' }).toBe(2);
	await expect
		.poll(() => numberOf(page, 'tile-packets'), { message: 'packets are forwarded', timeout: 30_000 })
		.toBeGreaterThan(10);
	expect(await numberOf(page, 'tile-join')).toBeGreaterThan(0);
	const before = Number(await page.getByTestId('ops-state').getAttribute('data-updated'));
	await expect
		.poll(async () => Number(await page.getByTestId('ops-state').getAttribute('data-updated')), {
			message: 'the figures move',
		})
		.toBeGreaterThan(before + 4_000);
	await expect(page.locator('.uplot canvas').first()).toBeVisible();

	await expect(page.getByTestId('device-row')).toHaveCount(2);
	await page.getByTestId('ops-search').fill('nam tien');
	await expect(page.getByTestId('device-row')).toHaveCount(1);
	await page.getByTestId('ops-search').fill('');
	await page.getByTestId('sort-down').click();
	await page.getByTestId('device-row').first().locator('button').click();
	await expect(page.getByTestId('device-history')).toBeVisible();

	// Asked for, the trace shows what both say to each other when a camera comes back.
	await page.getByTestId('trace-switch').click();
	await expect(page.getByTestId('trace-counts')).toBeVisible();
	await expect(page.getByText('Chưa có gì')).toBeVisible();
	const seen = delegate.page.getByTestId('stage-main').locator('video');
	await chair.page.getByTestId('camera-toggle').click();
	await expect(seen, 'the chair is not seen').toBeHidden();
	await chair.page.getByTestId('camera-toggle').click();
	await expect(seen, 'the chair is seen again').toBeVisible();
	await expect(page.getByTestId('trace-event').first()).toBeVisible({ timeout: 15_000 });

	for (const colorScheme of ['light', 'dark'] as const) {
		await page.emulateMedia({ colorScheme });
		for (const [width, height] of [
			[1920, 1080],
			[390, 844],
		] as const) {
			await page.setViewportSize({ width, height });
			await expectAccessible(page, `the operations page at ${width}×${height}, ${colorScheme}`);
		}
	}
	// Whom it was granted gets there from every page.
	await page.getByRole('button', { name: /^Tài khoản của/ }).click();
	await page.getByTestId('operations').click();
	await expect(page.getByTestId('ops-meeting')).toHaveCount(1);
	await expectAccessible(page, 'the list of meetings');

	for (const path of [`${address}/figures`, `${address}/history?device=x`, `${address}/trace?device=x`]) {
		const answer = await delegate.page.request.get(server.url + path);
		expect(answer.status(), path).toBe(403);
	}
	// Of the pages themselves everybody gets what is the same for all, and nothing of what they show.
	for (const path of ['/ops/meetings', address ?? '']) {
		const answer = await delegate.page.request.get(`${server.url}${path}/__data.json`);
		expect(await answer.text(), path).toContain('{"type":"error","error":{"status":403,');
	}

	const metrics = (token: string) =>
		page.request.get(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
	expect((await metrics('another')).status()).toBe(401);
	expect(await (await metrics('a-token-of-this-story')).text()).toMatch(/^nhip_cau_devices 2$/m);
	expect(server.output).not.toContain('a-token-of-this-story');
});

/** What a server says of this device's own link, put into the page's link to its meeting. */
async function linkThatSays(page: Page) {
	let latest: WebSocketRoute | undefined;
	await page.routeWebSocket(/\/socket\.io\//, (route) => {
		route.connectToServer();
		latest = route;
	});
	return (link: { grade: string; carrying: string }) =>
		latest?.send(`42/meeting,${JSON.stringify(['media/link', link])}`);
}

test('pictures that are held back for the voice are no mystery, and come back by themselves', async ({ browser }) => {
	const chair = await attend(browser, server, 'chair');
	const start = chair.page.getByTestId('meeting-start');
	if (await start.isVisible()) await start.click();
	const delegate = await signIn(browser, server, 'delegate-commune');
	const { page } = delegate;
	const say = await linkThatSays(page);
	await joinMeeting(delegate);
	await expectVideo(page, 'main');
	// Of itself the server says something only when it changes.
	await expect(page.getByTestId('connection-state')).toHaveAttribute('data-grade', /./, { timeout: 30_000 });
	await expect(page.getByTestId('picture-held-back')).toHaveCount(0);
	say({ grade: 'weak', carrying: 'sound' });
	await expect(page.getByTestId('stage-main').getByTestId('picture-held-back')).toBeVisible();
	await expect(page.getByRole('status').filter({ hasText: 'chỉ nhận âm thanh' })).toBeVisible();
	await expect(page.getByTestId('connection-state')).toContainText(/yếu/i);
	for (const [width, height] of [
		[1920, 1080],
		[390, 844],
	] as const) {
		await page.setViewportSize({ width, height });
		await expectAccessible(page, `sound alone at ${width}×${height}`);
	}
	say({ grade: 'fair', carrying: 'all' });
	await expect(page.getByTestId('picture-held-back')).toHaveCount(0);
	await expect(page.getByTestId('connection-state')).toContainText(/trung bình/i);
});
