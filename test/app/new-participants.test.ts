import { listMeetings } from '#db/meetings/list-meetings.ts';
import { listNew } from '#db/meetings/meetings-of.ts';
import { rolesAnywhere } from '#db/meetings/roles.ts';
import { roomMeetings } from '#db/meetings/room-meetings.ts';
import { updateMeeting } from '#db/meetings/meetings.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { pino } from 'pino';
import { expect, onTestFinished, test, vi } from 'vitest';
import { NewParticipants } from '../../app/new-participants.ts';
import { createSmallProvince } from '../db/small-province.ts';
import { temporaryDatabase } from '../db/temporary-database.ts';

const day = 24 * 3_600_000;

function prepare() {
	const db = temporaryDatabase();
	const count = db.sqlite.prepare<[], number>('SELECT count(*) FROM meeting_participants WHERE is_listed = 0').pluck();
	return { db, left: () => count.get() };
}

test('who was just invited finds the meeting as who is listed among all of years, whichever of them have been moved', async () => {
	const { db, left } = prepare();
	const { unitId, siteId } = createSmallProvince(db);
	const { id, chairId, delegateIds } = createTestMeeting(db, { delegates: 120 });
	updateMeeting(db, id, { unitIds: [unitId('14902')] });
	const seen = (now: number) => [
		[chairId, ...delegateIds].map((one) => rolesAnywhere(db, one)),
		[chairId, ...delegateIds].map((one) => listMeetings(db, one, now)),
		roomMeetings(db, siteId('14902'), now),
	];
	const looks = [Date.now(), Date.now() + 2 * day];
	const atFirst = looks.map(seen);
	expect(atFirst[1]?.[1]).toContainEqual(expect.objectContaining({ past: [expect.objectContaining({ id })] }));
	expect(atFirst[0]?.[2]).toMatchObject({ current: { id } });
	expect(left()).toBe(123);
	expect(await listNew(db)).toBe(true);
	expect([left(), looks.map(seen)]).toEqual([23, atFirst]);
	expect(await listNew(db)).toBe(false);
	expect([left(), looks.map(seen)]).toEqual([0, atFirst]);
	expect(await listNew(db)).toBe(false);
});

test('they are listed within seconds; where that fails it is said, and tried again in a minute', async () => {
	vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
	onTestFinished(() => void vi.useRealTimers());
	const { db, left } = prepare();
	const log = pino({ level: 'silent' });
	const said = vi.spyOn(log, 'error');
	const lister = new NewParticipants(db, log);
	createTestMeeting(db, { delegates: 1 });
	db.sqlite.exec(
		"CREATE TRIGGER full BEFORE UPDATE ON meeting_participants BEGIN SELECT RAISE(ABORT, 'the disk is full'); END",
	);
	await vi.advanceTimersByTimeAsync(2_000);
	expect([left(), said.mock.calls.length]).toEqual([3, 1]);
	db.sqlite.exec('DROP TRIGGER full');
	await vi.advanceTimersByTimeAsync(60_000);
	expect([left(), said.mock.calls.length]).toEqual([0, 1]);
	// Who makes another meeting waits for no time to pass, and of two who wait at once each turn lists for both.
	await lister.list();
	createTestMeeting(db, { delegates: 120 });
	const listed = Promise.all([lister.list(), lister.list()]);
	await new Promise<void>((begun) => process.nextTick(begun));
	expect(left()).toBe(22);
	await listed;
	expect(left()).toBe(0);
	lister.close();
	createTestMeeting(db, { delegates: 1 });
	await vi.advanceTimersByTimeAsync(60_000);
	expect(left()).toBe(3);
});

test('whoever makes a meeting waits two seconds at the most, however many others become new meanwhile', async () => {
	const { db, left } = prepare();
	const lister = new NewParticipants(db, pino({ level: 'silent' }));
	onTestFinished(() => lister.close());
	createTestMeeting(db, { delegates: 120 });
	db.sqlite.exec(
		'CREATE TRIGGER others AFTER UPDATE ON meeting_participants BEGIN UPDATE meeting_participants SET is_listed = 0; END',
	);
	let now = performance.now();
	const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 300));
	onTestFinished(() => void clock.mockRestore());
	await lister.list();
	expect(left()).toBe(122);
});
