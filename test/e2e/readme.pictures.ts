import { expect, type Browser, type Page } from '@playwright/test';
import { eq, isNotNull } from 'drizzle-orm';
import path from 'node:path';
import { openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { dateOf } from '#db/calendar.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { serveUnit } from '#db/nodes/node-units.ts';
import { addNode } from '#db/nodes/nodes.ts';
import { createNodeToken } from '#db/nodes/tokens.ts';
import { accounts } from '#db/schema/auth.ts';
import { areas, areaUnits } from '#db/schema/org.ts';
import { Chair } from '../load/run/chair.ts';
import { Role } from '../load/run/rpc.ts';
import { loopbackAddress, signIn as signInFrom } from '../load/run/sign-in.ts';
import type { sitesRole } from '../load/run/sites-role.ts';
import { come, expectConnected, joinMeeting, openPage } from './support/attendee.ts';
import { DemoServer, type DemoRole } from './support/demo-server.ts';
import { looks, showPerson, stillOf, type Look } from './support/drawn-person.ts';
import { LoneNode } from './support/lone-node.ts';
import { expectVideo } from './support/media-stats.ts';
import { test } from './support/story.ts';

/** Makes the README's pictures anew: `npm run pictures`. Not among the tests; each picture wants to be looked at. */
const folder = path.join(import.meta.dirname, '../../docs/pictures');
const laptop = { width: 1366, height: 768 };
const tablet = { width: 1180, height: 820 };
const upright = { width: 820, height: 1180 };
const desk = { width: 1600, height: 900 };

let server: DemoServer;
/** The demo's conference of all sites, brought forward to today, and its rooms' terminals. */
let conference: string;
let rooms: readonly { login: string; siteId: string | null }[];
/** Of media nodes for two former districts. */
let tokens: readonly string[];

test.beforeAll(async () => {
	server = await DemoServer.start({}, async (dataDir) => {
		const db = openDatabase(databaseFile(dataDir));
		rooms = db.orm.select().from(accounts).where(isNotNull(accounts.siteId)).orderBy(accounts.login).all();
		const [coming] = listMeetings(db, rooms[0]?.siteId ?? '', Date.now()).coming;
		conference = coming?.id ?? '';
		updateMeeting(db, conference, { startsAt: Date.now() + 60 * 60_000 });
		tokens = [placeNode(db, 'tho-xuan', 'Thọ Xuân'), placeNode(db, 'quan-hoa', 'Quan Hóa')];
		db.close();
	});
});

test.afterAll(() => server.close());

/** Stands in a former district and serves its communes; returns its token. `area`: in part of its name. */
function placeNode(db: Database, id: string, area: string): string {
	const { token, tokenHash } = createNodeToken(id);
	const listed = db.orm.select().from(areaUnits).innerJoin(areas, eq(areas.id, areaUnits.areaId)).all();
	const [unitId = null, ...others] = listed.flatMap(({ areas: { name }, area_units: unit }) =>
		name.includes(area) && unit.validTo === null ? [unit.unitId] : [],
	);
	addNode(db, { id, title: `Máy truyền dẫn ${area}`, unitId, tokenHash }, Date.now());
	for (const other of others)
		serveUnit(db, { nodeId: id, unitId: other, validFrom: dateOf(Date.now()), validTo: null });
	return token;
}

/** As it is once messages have gone, and in a meeting on a machine that keeps up; `main`: what is on the stage is seen. */
async function take(page: Page, name: string, main = true): Promise<void> {
	if (main) await expectVideo(page, 'main', { frames: 5, width: 320, height: 180 });
	const link = page.getByTestId('connection-state');
	if ((await link.count()) > 0) await expect(link).toHaveAttribute('data-grade', 'good', { timeout: 60_000 });
	await expect(page.locator('.toast')).toHaveCount(0, { timeout: 60_000 });
	await page.screenshot({ path: path.join(folder, `${name}.jpg`), type: 'jpeg', quality: 85, animations: 'disabled' });
}

async function seat(browser: Browser, role: DemoRole, look: number, options: Parameters<typeof come>[3]) {
	const attendee = await come(browser, server, role, { wholePictures: true, ...options });
	await attendee.context.addInitScript(showPerson, looks[look] as Look);
	return attendee;
}

test('a session of the province', async ({ browser }) => {
	test.setTimeout(600_000);
	const room = { login: 'diemcau.14902', viewport: { width: 1920, height: 1080 } };
	const [chair, ngoc, son, secretary, terminal] = await Promise.all([
		seat(browser, 'chair', 0, { viewport: laptop }),
		seat(browser, 'delegate-province', 1, { viewport: upright, colorScheme: 'dark' }),
		seat(browser, 'delegate-district', 2, { viewport: tablet }),
		seat(browser, 'secretary', 3, { viewport: laptop }),
		seat(browser, 'terminal', 4, room),
	]);
	await secretary.page.goto(server.url);
	await secretary.page
		.getByRole('link', { name: /^Phiên họp/ })
		.first()
		.click();
	await expect(secretary.page.locator('[data-testid^=item-]').first()).toBeVisible();
	await take(secretary.page, 'dossier', false);
	await secretary.context.close();

	await Promise.all([chair, ngoc, son].map(joinMeeting));
	const run = chair.page;
	await run.getByTestId('meeting-start').click();
	await run.locator('[data-testid^="item-start-"]').nth(1).click();
	for (const { page } of [son, ngoc]) {
		await page.getByTestId('tab-floor').click();
		await page.getByTestId('floor-request').click();
		await expect(page.getByTestId('floor-withdraw')).toBeVisible();
	}
	await run.getByTestId('tab-floor').click();
	await run.locator('[data-testid^="floor-grant-"]').first().click();
	await expect(run.getByTestId('stage-main')).toContainText(server.account('delegate-district').name);
	await expectVideo(run, 'main', { width: 1280, height: 720 });
	await take(run, 'chair');

	await run.getByTestId('tab-papers').click();
	await run.locator('[data-testid^="paper-"]').filter({ hasText: '177/KH-UBND' }).first().click();
	await run.getByTestId('present-page').click();
	await run.getByTestId('tab-votes').click();
	await terminal.page.goto(server.url);
	await expectConnected(terminal.page);
	await ngoc.page.getByTestId('tab-papers').click();
	for (const { page } of [terminal, ngoc, son])
		await expect(page.getByTestId('pdf-page').locator('canvas:visible').first()).toBeVisible();
	await take(terminal.page, 'room');
	await terminal.context.close();
	await take(ngoc.page, 'tablet-dark');

	const title = 'Thông qua Kế hoạch phát triển chính quyền số và bảo đảm an toàn thông tin mạng năm 2027';
	await run.getByTestId('vote-title').fill(title);
	await run.getByTestId('vote-open').click();
	for (const { page } of [chair, ngoc, son]) {
		await page.getByTestId('vote-choice-for').click();
		await page.getByTestId('vote-confirm').click();
		await expect(page.getByTestId('vote-done')).toBeVisible();
	}
	await run.getByTestId('vote-close').click();
	await run.getByTestId('vote-publish').click();
	await expect(son.page.getByTestId('vote-result')).toBeVisible();
	await take(son.page, 'delegate-vote', false);
	await expect(ngoc.page.getByTestId('vote-result-line')).toBeVisible();
	await take(ngoc.page, 'vote-dark');
});

test('a conference of all sites', async ({ browser }) => {
	test.setTimeout(900_000);
	const nodes = tokens.map((token) => LoneNode.start(server.url, token));
	const stills = await Promise.all(looks.map((look) => stillOf(browser, server.url, look)));
	const address = async (login: string, password: string, index: number) => ({
		url: server.url,
		meetingId: conference,
		cookie: await signInFrom(server.url, login, password, loopbackAddress(index)),
	});
	const there = rooms.filter((_, index) => index % 11 !== 6);
	const { password } = server.account('terminal');
	const sources = ['camera', 'microphone'] as const;
	const options = [];
	for (const [index, { login }] of there.entries())
		options.push({
			...(await address(login, password, index)),
			layer: 0 as const,
			sources,
			still: stills[index % 6] ?? '',
		});
	const { login, password: own } = server.account('chair');
	const chair = new Chair(await address(login, own, there.length));
	const sites = new Role<typeof sitesRole>(path.join(import.meta.dirname, '../load/run/sites-role.ts'));
	try {
		await chair.enter();
		await chair.give('start-meeting', {});
		await sites.call('add', options);
		await sites.call('start', undefined as never);
		const { page } = await seat(browser, 'operator', 5, { viewport: desk });
		await page.goto(`${server.url}/meetings/${conference}/live?view=wall`);
		await expectConnected(page);
		await chair.give('grant-floor', { participantId: there.at(-1)?.siteId ?? '', limitSeconds: null });
		const stillsThere = () => page.getByTestId('wall').getAttribute('data-stills').then(Number);
		await expect.poll(stillsThere, { message: 'all stills', timeout: 120_000 }).toBeGreaterThanOrEqual(there.length);
		await take(page, 'wall', false);

		await openPage(page, `${server.url}/ops/meetings/${conference}`);
		const joined = () => page.getByTestId('tile-joined').locator('.value').textContent().then(Number);
		await expect.poll(joined, { message: 'all to have media', timeout: 120_000 }).toBeGreaterThanOrEqual(there.length);
		await take(page, 'operations', false);

		const { page: administrator } = await seat(browser, 'administrator', 5, { viewport: desk });
		await openPage(administrator, `${server.url}/admin/nodes`);
		await expect(administrator.getByText('Đường truyền thông')).toHaveCount(nodes.length);
		await take(administrator, 'media-nodes', false);
		// Those that are with the node of their area come first; the others are with the province's.
		await page.getByTestId('sort-home').click();
		await page.getByTestId('sort-home').click();
		await page
			.getByRole('heading', { name: 'Đường truyền từng thiết bị' })
			.evaluate((heading) => heading.scrollIntoView());
		await take(page, 'homes', false);
	} finally {
		for (const node of nodes) await node.close();
		sites.close();
		chair.close();
	}
});
