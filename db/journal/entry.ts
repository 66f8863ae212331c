import type { MeetingEvent, Recorded } from '#meeting/record.ts';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** A recorded event with where it came from, as the journal keeps it. */
export interface JournalEntry extends Recorded {
	readonly meetingId: string;
	readonly deviceId: string | null;
	/** on the first event of a request only */
	readonly requestId: string | null;
}

/** An entry as it is stored: `payload` is the event in canonical JSON (RFC 8785). */
export interface JournalRow {
	meeting_id: string;
	seq: number;
	at: number;
	actor: string;
	device_id: string | null;
	request_id: string | null;
	type: string;
	payload: string;
	previous_hash: Buffer;
	hash: Buffer;
}

/** Before the first event of a meeting. */
export const firstHash = Buffer.alloc(32);

export function toRow(entry: JournalEntry, previousHash: Buffer): JournalRow {
	const row = {
		meeting_id: entry.meetingId,
		seq: entry.seq,
		at: entry.at,
		actor: entry.by,
		device_id: entry.deviceId,
		request_id: entry.requestId,
		type: entry.event.type,
		payload: toCanonical(entry.event),
		previous_hash: previousHash,
	};
	return { ...row, hash: hashRow(row) };
}

export const toRecorded = (row: Pick<JournalRow, 'seq' | 'at' | 'actor' | 'payload'>): Recorded => ({
	seq: row.seq,
	at: row.at,
	by: row.actor,
	// What the journal holds was written from this type, and the hash chain says whether it still is what was written.
	event: JSON.parse(row.payload) as MeetingEvent,
});

/** SHA-256 over the previous hash and everything that the row says, in one fixed order of keys. */
export function hashRow({ previous_hash, ...said }: Omit<JournalRow, 'hash'>): Buffer {
	return createHash('sha256').update(previous_hash).update(toCanonical(said)).digest();
}

function toCanonical(value: object): string {
	const text = canonicalize(value);
	if (text === undefined) throw new TypeError('nothing to write');
	return text;
}
