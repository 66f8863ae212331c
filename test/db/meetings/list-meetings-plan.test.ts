import { listMeetings } from '#db/meetings/list-meetings.ts';
import type { Database } from '#db/client.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import BetterSqlite3 from 'better-sqlite3';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryDatabase } from '../temporary-database.ts';

test("one's meetings are found by indexes, among those of any number of years", () => {
	const db = temporaryDatabase();
	const { chairId } = createTestMeeting(db, { delegates: 1 });
	const prepare = vi.spyOn(BetterSqlite3.prototype, 'prepare');
	onTestFinished(() => prepare.mockRestore());
	expect(listMeetings(db, chairId, Date.now()).today).toHaveLength(1);
	const asked = prepare.mock.calls.map(([text]) => text);
	expect(asked).toHaveLength(3);
	expect(scansIn(db, asked)).toEqual([]);
	// Whose are few needs no look along all there are.
	expect(asked.filter((text) => text.startsWith('select "starts_at"'))).toEqual([]);
});

/** Whatever of these statements reads a whole table. */
const scansIn = ({ sqlite }: Database, asked: readonly string[]) =>
	asked.flatMap((text) => {
		const given = Array.from(text.matchAll(/\?/g), () => 'x');
		const steps = sqlite.prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...given);
		return steps.filter(({ detail }) => detail.startsWith('SCAN')).map(({ detail }) => detail);
	});

test('of who has been at hundreds the newest are found among the newest of all, without reading every one', () => {
	const db = temporaryDatabase();
	const { id, chairId } = createTestMeeting(db, { delegates: 1 });
	const copied = (table: string, changed: Readonly<Record<string, string>>, which: string) => {
		const columns = db.sqlite.pragma(`table_info(${table})`) as { name: string }[];
		const values = columns.map(({ name }) => changed[name] ?? `${table}.${name}`);
		return `WITH RECURSIVE days(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM days WHERE n < 1700)
			INSERT INTO ${table} SELECT ${values.join(', ')} FROM ${table}, days WHERE ${which}`;
	};
	const ago = {
		id: "printf('m%04d', n)",
		starts_at: 'starts_at - n * 86400000',
		created_by: "'nobody'",
		status: "'ended'",
	};
	db.sqlite.pragma('foreign_keys = OFF');
	db.sqlite.exec(copied('meetings', ago, `id = '${id}'`));
	const taken = { meeting_id: "printf('m%04d', n)" };
	db.sqlite.exec(copied('meeting_participants', taken, `participant_id = '${chairId}' AND n % 4 = 0`));
	const prepare = vi.spyOn(BetterSqlite3.prototype, 'prepare');
	onTestFinished(() => prepare.mockRestore());
	const pages = [1, 2].map((page) => listMeetings(db, chairId, Date.now(), page));
	const expected = (from: number) =>
		Array.from({ length: 20 }, (_, index) => `m${String((from + index) * 4).padStart(4, '0')}`);
	expect(pages.map(({ past }) => past.map((each) => each.id))).toEqual([expected(1), expected(21)]);
	expect(pages.map(({ hasOlder }) => hasOlder)).toEqual([true, true]);
	const asked = prepare.mock.calls.map(([text]) => text);
	expect(scansIn(db, asked)).toEqual([]);
	// The first page reads those of lately, the second all of them.
	expect(asked.map((text) => text.includes('"made"'))).toEqual([false, false, false, false, true]);
});
