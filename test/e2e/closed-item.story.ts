import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { expect, type Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { Chair } from '../load/run/chair.ts';
import { signIn } from '../load/run/sign-in.ts';
import { attend, come } from './support/attendee.ts';
import { DemoServer } from './support/demo-server.ts';
import { expectFrames, expectSound, framesDecoded } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;
/** The closed item, with its paper. */
let closed: { meetingId: string; itemId: string; title: string; versionId: string; paper: string };
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
				.prepare<[], typeof closed>(
					`SELECT m.id AS meetingId, a.id AS itemId, a.title AS title, v.id AS versionId, d.title AS paper
					 FROM agenda_items a JOIN meetings m ON m.id = a.meeting_id
					 JOIN documents d ON d.item_id = a.id JOIN document_versions v ON v.document_id = d.id
					 WHERE m.status = 'invited' ORDER BY m.starts_at, a.position`,
				)
				.get();
			if (!first) throw new Error('the demo has no paper of a meeting to come');
			closed = first;
			db.sqlite.prepare("UPDATE agenda_items SET access = 'closed' WHERE id = ?").run(closed.itemId);
			// Whoever the plan seats in it sits elsewhere.
			db.sqlite
				.prepare(
					`UPDATE meeting_participants SET seat_site_id = NULL
					 WHERE seat_site_id = (SELECT site_id FROM accounts WHERE login = ?)`,
				)
				.run(room);
			// A member of the cast is none any more, and comes as a guest.
			const guestId = "(SELECT person_id FROM accounts WHERE login = 'daibieu.xa')";
			db.sqlite.exec(`UPDATE meeting_roles SET role = 'guest' WHERE participant_id = ${guestId};
				UPDATE body_periods SET seats = seats - 1
				 WHERE body_id IN (SELECT body_id FROM body_members WHERE person_id = ${guestId});
				DELETE FROM body_members WHERE person_id = ${guestId}`);
		} finally {
			db.close();
		}
	});
});

test.afterAll(() => server.close());

test('while a closed item is dealt with, a guest and a room in which no member sits wait with neither sound nor picture, nor a word of it', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	const member = await attend(browser, server, 'delegate-district');
	const { page: guest } = await attend(browser, server, 'delegate-commune');
	const terminal = await come(browser, server, 'terminal', { login: room, viewport: { width: 1920, height: 1080 } });
	const { page } = terminal;
	await page.goto(server.url);
	await expect(page.getByTestId('room-hall')).toContainText('Nội dung họp kín');

	await chair.page.getByTestId('meeting-start').click();
	await expect(page.getByTestId('stage-main')).toBeVisible();
	await Promise.all([expectFrames(page), expectFrames(guest), expectSound(guest)]);

	const account = server.account('chair');
	const hand = new Chair({
		url: server.url,
		meetingId: closed.meetingId,
		cookie: await signIn(server.url, account.login, account.password, '127.0.0.1'),
	});
	await hand.enter();
	const { itemId, versionId } = closed;
	const [voteId, vote, note] = [randomUUID(), 'Chủ trương kỷ luật cán bộ', 'Hội nghị thống nhất mức kỷ luật'];

	await test.step('the closed item: its paper, its vote and a note are the members’', async () => {
		await chair.page.getByTestId(`item-start-${itemId}`).click();
		await expect(page.getByTestId('room-outside')).toBeVisible();
		await expect(guest.getByTestId('closed-session')).toBeVisible();
		for (const each of [page, guest])
			await expect.poll(() => standing(each), { message: 'nothing is sent to them or from them' }).toBe(0);
		await expect(page.getByTestId('room-outside')).not.toContainText(/\d\./);
		const before = await framesDecoded(member.page);
		await expect
			.poll(() => framesDecoded(member.page), { message: 'a member goes on seeing' })
			.toBeGreaterThan(before + 10);
		await hand.give('present-document', { versionId, page: 1 });
		await hand.give('write-note', { noteId: randomUUID(), kind: 'conclusion', itemId, speakerId: null, text: note });
		await hand.give('open-vote', { voteId, itemId, title: vote, secret: false });
		await expect(member.page.getByText(vote).first()).toBeVisible();
		await expect(member.page.getByTestId('pdf-page').first()).toHaveAttribute('data-page', '1');
		if (process.env['SHOTS']) await page.screenshot({ path: `${process.env['SHOTS']}/room.png` });
		await expectNothingOfIt(guest);
		// What comes later than all that has come.
		await hand.give('close-vote', { voteId });
		await hand.give('publish-vote', { voteId });
		await expect(member.page.getByTestId('vote-result').first()).toBeVisible();
		await expectNothingOfIt(guest);
		expect(await standing(guest), 'still nothing').toBe(0);
	});

	await test.step('its end: both are back by themselves, and have learned nothing', async () => {
		await chair.page.getByTestId(`item-end-${itemId}`).click();
		await expect(page.getByTestId('room-outside')).toHaveCount(0);
		await expect(guest.getByTestId('closed-session')).toHaveCount(0);
		await Promise.all([expectFrames(page), expectFrames(guest), expectSound(guest)]);
		await expectNothingOfIt(guest);
	});
	hand.close();

	/** On no panel that the guest has. */
	async function expectNothingOfIt(at: Page): Promise<void> {
		for (const tab of await at.locator('[data-testid^="tab-"]').all()) {
			await tab.click();
			for (const words of [closed.title, closed.paper, vote, note])
				await expect(at.locator('body')).not.toContainText(words);
		}
		await at.getByTestId('tab-agenda').click();
		await expect(at.getByTestId(`item-${itemId}`)).toContainText('Nội dung họp kín');
	}
});
