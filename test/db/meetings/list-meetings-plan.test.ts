import { listMeetings } from '#db/meetings/list-meetings.ts';
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
	expect(asked).toHaveLength(2);
	for (const text of asked) {
		const given = Array.from(text.matchAll(/\?/g), () => 'x');
		const steps = db.sqlite.prepare<string[], { detail: string }>(`EXPLAIN QUERY PLAN ${text}`).all(...given);
		expect(steps.filter(({ detail }) => detail.startsWith('SCAN'))).toEqual([]);
	}
});
