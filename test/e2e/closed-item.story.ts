import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { expect, type Page } from '@playwright/test';
import { attend, come } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectFrames, framesDecoded } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;
let itemId: string;
/** in which no member sits */
const room = 'diemcau.14902';

/** Peer connections of the page that are not closed. */
const standing = (page: Page): Promise<number> =>
	page.evaluate(() => {
		const { connections } = window as unknown as { connections: RTCPeerConnection[] };
		return connections.filter(({ connectionState }) => connectionState !== 'closed').length;
	});

test.beforeAll(async () => {
	server = await DemoServer.start({}, async (dataDir) => {
		const db = openDatabase(databaseFile(dataDir));
		try {
			const first = db.sqlite
				.prepare<[], { id: string }>(
					`SELECT a.id FROM agenda_items a JOIN meetings m ON m.id = a.meeting_id
					 WHERE m.status = 'invited' ORDER BY m.starts_at, a.position`,
				)
				.get();
			if (!first) throw new Error('the demo has no meeting to come');
			itemId = first.id;
			db.sqlite.prepare("UPDATE agenda_items SET access = 'closed' WHERE id = ?").run(itemId);
			// Whoever the plan seats in it sits elsewhere.
			db.sqlite
				.prepare(
					`UPDATE meeting_participants SET seat_site_id = NULL
					 WHERE seat_site_id = (SELECT site_id FROM accounts WHERE login = ?)`,
				)
				.run(room);
		} finally {
			db.close();
		}
	});
});

test.afterAll(() => server.close());

test('while a closed item is dealt with, a room in which no member sits waits with neither sound nor picture', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	const member = await attend(browser, server, 'delegate-district');
	const terminal = await come(browser, server, 'terminal', { login: room, viewport: { width: 1920, height: 1080 } });
	const { page } = terminal;
	await page.goto(server.url);
	await expect(page.getByTestId('room-hall')).toContainText('Nội dung họp kín');

	await chair.page.getByTestId('meeting-start').click();
	await expect(page.getByTestId('stage-main')).toBeVisible();
	await expectFrames(page);

	await chair.page.getByTestId(`item-start-${itemId}`).click();
	await expect(page.getByTestId('room-outside')).toBeVisible();
	await expect.poll(() => standing(page), { message: 'nothing is sent to the room or from it' }).toBe(0);
	await expect(page.getByTestId('room-outside')).not.toContainText(/\d\./);
	const before = await framesDecoded(member.page);
	await expect
		.poll(() => framesDecoded(member.page), { message: 'a member goes on seeing' })
		.toBeGreaterThan(before + 10);
	if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/room.png` });

	await chair.page.getByTestId(`item-end-${itemId}`).click();
	await expect(page.getByTestId('room-outside')).toHaveCount(0);
	await expectFrames(page);
});
