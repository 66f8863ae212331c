import type { Database } from '#db/client.ts';
import type { Recorded } from '#meeting/record.ts';
import { firstHash, toRecorded, toRow, type JournalEntry, type JournalRow } from './entry.ts';

/**
 * Appends within the caller's transaction. Entries of several meetings may be mixed; within one they are in order.
 * Throws when a sequence number or a request id is there already: a second writer, which must not be.
 */
export function appendToJournal(db: Database, entries: readonly JournalEntry[]): void {
	const insert = db.sqlite.prepare<JournalRow>(
		`INSERT INTO journal (meeting_id, seq, at, actor, device_id, request_id, type, payload, previous_hash, hash)
		 VALUES (@meeting_id, @seq, @at, @actor, @device_id, @request_id, @type, @payload, @previous_hash, @hash)`,
	);
	const last = new Map<string, Buffer>();
	for (const entry of entries) {
		const row = toRow(entry, last.get(entry.meetingId) ?? hashBefore(db, entry));
		insert.run(row);
		last.set(entry.meetingId, row.hash);
	}
}

function hashBefore(db: Database, { meetingId, seq }: JournalEntry): Buffer {
	if (seq === 1) return firstHash;
	const before = db.sqlite
		.prepare<[string, number], { hash: Buffer }>('SELECT hash FROM journal WHERE meeting_id = ? AND seq = ?')
		.get(meetingId, seq - 1);
	if (!before) throw new Error(`a gap before event ${seq} of meeting ${meetingId}`);
	return before.hash;
}

/** In order, from the event after `after`; read row by row, so that a long journal is never in memory twice. */
export function* readJournal(db: Database, meetingId: string, after = 0): Generator<Recorded> {
	const rows = db.sqlite
		.prepare<[string, number], Pick<JournalRow, 'seq' | 'at' | 'actor' | 'payload'>>(
			'SELECT seq, at, actor, payload FROM journal WHERE meeting_id = ? AND seq > ? ORDER BY seq',
		)
		.iterate(meetingId, after);
	for (const row of rows) yield toRecorded(row);
}

/** The sequence number that a request led to; undefined if it is not in the journal. */
export function findRequest(db: Database, meetingId: string, requestId: string): number | undefined {
	return db.sqlite
		.prepare<[string, string], number>('SELECT seq FROM journal WHERE meeting_id = ? AND request_id = ?')
		.pluck()
		.get(meetingId, requestId);
}
