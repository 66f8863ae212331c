import { openDatabase, type Database } from '#db/client.ts';
import { appendToJournal, readJournal } from '#db/journal/journal.ts';
import { canonicalOf, firstHash, hashRow, toRow } from '#db/journal/entry.ts';
import { verifyJournal } from '#db/journal/verify.ts';
import { createTestMeeting } from '#test/support/test-meeting.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
let db: Database;
let meetingId: string;

beforeEach(() => {
	folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	db = openDatabase(path.join(folder, 'db.sqlite'));
	meetingId = createTestMeeting(db, { delegates: 1 }).id;
	const entries = [1, 2, 3, 4, 5].map((seq) => {
		const event = { type: 'floor-requested' as const, participantId: `delegate-${seq}` };
		return {
			stream: { kind: 'meeting' as const, id: meetingId },
			seq,
			at: 1000 + seq,
			by: 'someone',
			deviceId: 'device',
			requestId: null,
			event,
			payload: canonicalOf(event),
		};
	});
	appendToJournal(db, entries);
});

afterEach(() => {
	db.close();
	rmSync(folder, { recursive: true });
});

test('an untouched journal fits', () => {
	expect(verifyJournal(db, meetingId)).toBeUndefined();
});

test.each([
	[
		'the payload',
		`UPDATE journal SET payload = replace(payload, 'delegate-3', 'delegate-9') WHERE seq = 3`,
		3,
		'content',
	],
	['the time', 'UPDATE journal SET at = 7 WHERE seq = 2', 2, 'content'],
	['who did it', `UPDATE journal SET actor = 'another' WHERE seq = 4`, 4, 'content'],
	['the device', 'UPDATE journal SET device_id = NULL WHERE seq = 4', 4, 'content'],
	['the type', `UPDATE journal SET type = 'floor-withdrawn' WHERE seq = 1`, 1, 'content'],
	['the hash', 'UPDATE journal SET hash = randomblob(32) WHERE seq = 2', 2, 'content'],
	['the version', 'UPDATE journal SET v = 2 WHERE seq = 2', 2, 'content'],
	['the form of the hash, for an older one', 'UPDATE journal SET form = 1 WHERE seq = 2', 2, 'content'],
	['the form of the hash, for one of tomorrow', 'UPDATE journal SET form = 9 WHERE seq = 2', 2, 'newer'],
	['the link', 'UPDATE journal SET previous_hash = randomblob(32) WHERE seq = 3', 3, 'chain'],
	['an event taken out', 'DELETE FROM journal WHERE seq = 3', 4, 'gap'],
	['the first event taken out', 'DELETE FROM journal WHERE seq = 1', 2, 'gap'],
])('%s, edited by hand, is found', (_what, edit, seq, why) => {
	db.sqlite.exec(edit);
	expect(verifyJournal(db, meetingId)).toEqual({ streamId: meetingId, seq, why });
});

test('a writer that would leave a gap is refused', () => {
	const entry = {
		stream: { kind: 'meeting' as const, id: meetingId },
		at: 1,
		by: 'x',
		deviceId: null,
		requestId: null,
		event: { type: 'meeting-started' as const },
		payload: canonicalOf({ type: 'meeting-started' }),
	};
	expect(() => appendToJournal(db, [{ ...entry, seq: 7 }])).toThrow(/gap/);
	expect(() => appendToJournal(db, [{ ...entry, seq: 5 }])).toThrow(/UNIQUE|PRIMARY/);
});

test('an event of a later release is refused by its name, when it is read and when it is verified', () => {
	const event = { type: 'floor-requested' as const, participantId: 'delegate-1' };
	const stream = { kind: 'meeting' as const, id: meetingId };
	const payload = canonicalOf(event);
	const written = toRow({ stream, seq: 1, at: 1, by: 'x', deviceId: null, requestId: null, event, payload }, firstHash);
	const later = { ...written, v: 9 };
	// As a later release would have written it: with a hash that fits.
	const hash = hashRow(later);
	db.sqlite.exec('DELETE FROM journal WHERE seq > 1');
	db.sqlite
		.prepare('UPDATE journal SET at = 1, actor = ?, device_id = NULL, payload = ?, v = 9, hash = ? WHERE seq = 1')
		.run('x', later.payload, hash);
	expect(verifyJournal(db, meetingId)).toEqual({ streamId: meetingId, seq: 1, why: 'newer' });
	const refused = expect.objectContaining({ code: 'event-newer', subject: 'floor-requested v9' });
	expect(() => [...readJournal(db, meetingId)]).toThrow(refused);
});
