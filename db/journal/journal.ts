import type { Database } from '#db/client.ts';
import { prepared } from '#db/prepared.ts';
import type { Recorded } from '#meeting/record.ts';
import {
	firstHash,
	toRecorded,
	toRow,
	type JournalEntry,
	type JournalHead,
	type JournalRow,
	type Stream,
} from './entry.ts';

/**
 * Appends within the caller's transaction. Entries of several streams may be mixed; within one they are in order.
 * Throws when a sequence number or a request id is there already: a second writer, which must not be.
 * @returns the last event of each stream
 */
export function appendToJournal(db: Database, entries: readonly JournalEntry[]): JournalHead[] {
	const insert = insertion(db);
	const heads = new Map<string, JournalHead>();
	for (const entry of entries) {
		const { stream, seq } = entry;
		if (seq === 1) beginStream(db, stream);
		const row = toRow(entry, heads.get(stream.id)?.hash ?? hashBefore(db, entry));
		insert.run(row);
		heads.set(stream.id, { streamId: stream.id, seq, hash: row.hash });
	}
	return [...heads.values()];
}

const insertion = prepared(({ sqlite }) =>
	sqlite.prepare<JournalRow>(
		`INSERT INTO journal (stream_id, seq, at, actor, device_id, request_id, type, v, payload, form, previous_hash, hash)
		 VALUES (@stream_id, @seq, @at, @actor, @device_id, @request_id, @type, @v, @payload, @form, @previous_hash, @hash)`,
	),
);

function beginStream(db: Database, { id, kind }: Stream): void {
	db.sqlite
		.prepare<Stream & { meetingId: string }>(
			'INSERT INTO streams (id, kind, meeting_id) VALUES (@id, @kind, @meetingId) ON CONFLICT DO NOTHING',
		)
		.run({ id, kind, meetingId: id });
}

function hashBefore(db: Database, { stream, seq }: JournalEntry): Buffer {
	if (seq === 1) return firstHash;
	const before = hashOf(db).get(stream.id, seq - 1);
	if (!before) throw new Error(`a gap before event ${seq} of ${stream.kind} ${stream.id}`);
	return before.hash;
}

const hashOf = prepared(({ sqlite }) =>
	sqlite.prepare<[string, number], { hash: Buffer }>('SELECT hash FROM journal WHERE stream_id = ? AND seq = ?'),
);

/** In order, from the event after `after`; read row by row, so that a long journal is never in memory twice. */
export function* readJournal(db: Database, streamId: string, after = 0): Generator<Recorded> {
	const rows = db.sqlite
		.prepare<[string, number], Pick<JournalRow, 'seq' | 'at' | 'actor' | 'type' | 'v' | 'payload'>>(
			'SELECT seq, at, actor, type, v, payload FROM journal WHERE stream_id = ? AND seq > ? ORDER BY seq',
		)
		.iterate(streamId, after);
	for (const row of rows) yield toRecorded(row);
}

/** The sequence number that a request led to; undefined if it is not in the journal. */
export const findRequest = (db: Database, streamId: string, requestId: string): number | undefined =>
	seqOf(db).get(streamId, requestId);

const seqOf = prepared(({ sqlite }) =>
	sqlite.prepare<[string, string], number>('SELECT seq FROM journal WHERE stream_id = ? AND request_id = ?').pluck(),
);
