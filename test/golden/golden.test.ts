import { openDatabase } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { firstHash, hashRow } from '#db/journal/entry.ts';
import { verifyMeetings } from '#db/journal/verify-meeting.ts';
import { replay } from '#meeting/state.ts';
import { eventVersions } from '#meeting/upcast.ts';
import BetterSqlite3 from 'better-sqlite3';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../db/temporary-database.ts';
import { goldenFile, listReleases, presentRelease, readGolden } from './golden.ts';

describe.each(listReleases())('a journal that release %s wrote', (release) => {
	const rows = readGolden(release);

	test('fits: each hash is that of what its row says', () => {
		let previous: Buffer = firstHash;
		for (const { row } of rows) {
			expect(row.previous_hash.equals(previous), `event ${row.seq} follows`).toBe(true);
			expect(hashRow(row)?.equals(row.hash), `event ${row.seq} says what it said`).toBe(true);
			previous = row.hash;
		}
	});

	test('folds to the state that is kept beside it', () => {
		const kept = JSON.parse(readFileSync(goldenFile(release, 'state.json'), 'utf8')) as unknown;
		// Where the state has become another on purpose: `node test/golden/write.ts`, and look at the difference.
		expect(replay(rows.map(({ recorded }) => recorded))).toEqual(kept);
	});
});

test('every kind of event is in a golden journal, in the version in which it is written now', () => {
	// One that is missing: let test/golden/drive.ts bring it about, then `node test/golden/write.ts`. What is written no
	// more is in the journal of an earlier release.
	const oldestFirst = listReleases().sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
	expect(oldestFirst.at(-1)).toBe(presentRelease);
	const written = oldestFirst.flatMap(readGolden).map(({ row }) => [row.type, row.v] as const);
	expect(Object.fromEntries(written)).toEqual(eventVersions);
});

test('a filled database of 0.1.0 is brought up to date: its journals are what they were, and fit', () => {
	const file = databaseFile(temporaryFolder());
	const older = new BetterSqlite3(file);
	older.pragma('foreign_keys = OFF');
	older.exec(readFileSync(goldenFile('0.1.0', 'database.sql'), 'utf8'));
	const before = older.prepare<[], { meeting_id: string }>('SELECT * FROM journal ORDER BY meeting_id, seq').all();
	older.close();
	const db = openDatabase(file);
	const after = db.sqlite.prepare('SELECT * FROM journal ORDER BY stream_id, seq').all();
	expect(after).toEqual(before.map(({ meeting_id, ...row }) => ({ ...row, stream_id: meeting_id, v: 1, form: 1 })));
	expect(before.length).toBe(56);
	const verified = [...verifyMeetings(db)];
	expect(verified.map(({ faults }) => faults)).toEqual([[], []]);
	db.close();
});
