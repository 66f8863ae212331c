import { openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { readJournal } from '#db/journal/journal.ts';
import { rebuildProjections } from '#db/journal/projections.ts';
import { describeFault, verifyMeetings } from '#db/journal/verify-meeting.ts';
import { setStatus } from '#db/meetings/status.ts';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { holdMeeting } from '../../support/held-meeting.ts';
import { temporaryFolder } from '../temporary-database.ts';

let folder: string;
let db: Database;
let meetingId: string;

/** Everything that tables repeat of journals, and the urn, row by row. */
const tables = (): unknown[][] =>
	['votes', 'vote_participation', 'ballots', 'urn', 'meetings'].map((table) =>
		db.sqlite.prepare(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).all(),
	);

const faults = () => [...verifyMeetings(db)].flatMap((meeting) => meeting.faults);

beforeEach(async () => {
	folder = temporaryFolder();
	db = openDatabase(databaseFile(folder));
	onTestFinished(() => db.close());
	({ id: meetingId } = await holdMeeting(db));
});

test('what was written while the meeting ran is what its journal says', () => {
	expect(faults()).toEqual([]);
	expect(tables().map((rows) => rows.length)).toEqual([4, 11, 3, 8, 1]);
});

const damages = [
	['a named ballot changed', "UPDATE ballots SET choice = 'against' WHERE choice = 'for'", 'votes'],
	['a named ballot taken out', 'DELETE FROM ballots', 'votes'],
	['a result changed', 'UPDATE votes SET result = replace(result, \'"for":2\', \'"for":3\')', 'votes'],
	['a publication taken back', 'UPDATE votes SET published_at = NULL', 'votes'],
	[
		'a voter added',
		"INSERT INTO vote_participation SELECT meeting_id, 'secret-1', created_by, 1 FROM votes JOIN meetings ON meetings.id = meeting_id LIMIT 1",
		'votes',
	],
	['the meeting running again', "UPDATE meetings SET status = 'live'", 'lifecycle'],
	['another end', 'UPDATE meetings SET ended_at = ended_at + 1', 'lifecycle'],
] as const;

test.each(damages)('%s is found, and made as the journal has it', (_, damage, projection) => {
	const before = tables();
	db.sqlite.exec(damage);
	expect(tables()).not.toEqual(before);
	expect(faults()).toEqual([{ kind: 'projection', meetingId, projection }]);
	rebuildProjections(db, meetingId);
	expect(faults()).toEqual([]);
	expect(tables().map(canonicalJson)).toEqual(before.map(canonicalJson));
});

/** JSON columns may come back with their keys in another order. */
const canonicalJson = (rows: unknown[]) =>
	rows.map((row) =>
		Object.entries(row as Record<string, unknown>).map(([name, value]) =>
			typeof value === 'string' && /^[[{]/.test(value) ? [name, JSON.parse(value) as unknown] : [name, value],
		),
	);

test('making projections anew leaves alone what is no matter of the journal', () => {
	setStatus(db, meetingId, 'minutes-approved', 1);
	expect(faults()).toEqual([]);
	const before = tables();
	rebuildProjections(db, meetingId);
	expect(tables().map(canonicalJson)).toEqual(before.map(canonicalJson));
});

test('a ballot taken out of an urn, or changed in it after the count, is found', () => {
	db.sqlite.exec(
		"UPDATE urn SET choice = 'against' WHERE key = (SELECT key FROM urn WHERE vote_id = 'secret-1' AND choice = 'for' LIMIT 1)",
	);
	expect(faults()).toMatchObject([{ kind: 'urn', voteId: 'secret-1' }]);
	db.sqlite.exec("DELETE FROM urn WHERE vote_id = 'secret-2'");
	expect(faults().map((fault) => fault.kind)).toEqual(['urn', 'urn']);
});

test('a journal whose end was cut off shows by the minutes that were drawn up from it', () => {
	const last = [...readJournal(db, meetingId)].at(-1)?.seq ?? 0;
	db.sqlite.exec(`INSERT INTO files VALUES ('${'a'.repeat(64)}', 1, 'x', 1);
		INSERT INTO minutes VALUES ('m', '${meetingId}', '${'a'.repeat(64)}', 1, ${last}, 'x', 'draft')`);
	expect(faults()).toEqual([]);
	db.sqlite.exec(`DELETE FROM journal WHERE seq = ${last}`);
	expect(faults().map(describeFault).join('\n')).toContain(`ends with event ${last - 1}, and there was event ${last}`);
});

test('the commands: one finds what differs, the other mends it', () => {
	db.sqlite.exec('DELETE FROM ballots');
	db.close();
	const run = (program: string) =>
		spawnSync(process.execPath, [program], { encoding: 'utf8', env: { ...process.env, DATA_DIR: folder } });
	const found = run('app/verify-journal.ts');
	expect(found).toMatchObject({ status: 1, stdout: '0 of 1 journals fit.\n' });
	expect(found.stderr).toContain('the tables of its votes do not say what its journal says');
	expect(run('app/rebuild-projections.ts')).toMatchObject({ status: 0, stdout: 'Made anew from 1 of 1 journals.\n' });
	db = openDatabase(databaseFile(folder));
	expect(faults()).toEqual([]);
});
