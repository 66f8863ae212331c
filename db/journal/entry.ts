import { DataError } from '#db/data-error.ts';
import type { MeetingEvent, Recorded } from '#meeting/record.ts';
import { eventVersions, NewerEvent, upcast } from '#meeting/upcast.ts';
import canonicalize from 'canonicalize';
import { createHash } from 'node:crypto';

/** What a journal is of. The events of each kind of stream are a union of their own; there is one kind so far. */
export interface Stream {
	readonly kind: 'meeting';
	/** A meeting's stream bears the meeting's id. */
	readonly id: string;
}

/** A recorded event with where it came from, as the journal keeps it. */
export interface JournalEntry extends Recorded {
	/** the event as it is written, by `canonicalOf`: a plan of hundreds is brought into this form once */
	readonly payload: string;
	readonly stream: Stream;
	readonly deviceId: string | null;
	/** on the first event of a request only */
	readonly requestId: string | null;
}

/** An entry as it is stored: `payload` is the event in canonical JSON (RFC 8785). */
export interface JournalRow {
	/** of the stream; stored with it, once */
	kind: string;
	stream_id: string;
	seq: number;
	at: number;
	actor: string;
	device_id: string | null;
	request_id: string | null;
	type: string;
	/** version of this kind of event */
	v: number;
	payload: string;
	/** version of the form that the hash was taken of */
	form: number;
	previous_hash: Buffer;
	hash: Buffer;
}

/** The last event of a journal. */
export interface JournalHead {
	readonly streamId: string;
	readonly seq: number;
	readonly hash: Buffer;
}

type Said = Omit<JournalRow, 'hash' | 'previous_hash'>;

const presentFormNumber = 2;

/** Before the first event of a stream. */
export const firstHash = Buffer.alloc(32);

export function toRow(entry: JournalEntry, previousHash: Buffer): JournalRow {
	const { type } = entry.event;
	if (type === 'withheld') throw new TypeError('an event that is only told');
	const row = {
		kind: entry.stream.kind,
		stream_id: entry.stream.id,
		seq: entry.seq,
		at: entry.at,
		actor: entry.by,
		device_id: entry.deviceId,
		request_id: entry.requestId,
		type,
		v: eventVersions[type],
		payload: entry.payload,
		form: presentFormNumber,
	};
	return { ...row, previous_hash: previousHash, hash: digest(previousHash, presentForm(row)) };
}

/** @throws DataError `event-newer` where a later release of the program has written it */
export function toRecorded(row: Pick<JournalRow, 'seq' | 'at' | 'actor' | 'type' | 'v' | 'payload'>): Recorded {
	const { seq, at, actor: by, type, v, payload } = row;
	try {
		return { seq, at, by, event: upcast({ type, v, payload: JSON.parse(payload) as object }) };
	} catch (error) {
		throw error instanceof NewerEvent ? new DataError('event-newer', error.message) : error;
	}
}

/**
 * What a hash is taken of, by the version of the form; undefined for a row that could not have been written in it. A
 * form that was released is never changed: every row verifies by its own for ever.
 */
const forms: Readonly<Record<number, (said: Said) => object | undefined>> = {
	/** when there were no streams but meetings, and no versions of events */
	1({ kind, stream_id, seq, at, actor, device_id, request_id, type, v, payload }) {
		if (kind !== 'meeting' || v !== 1) return undefined;
		return { meeting_id: stream_id, seq, at, actor, device_id, request_id, type, payload };
	},
	2: presentForm,
};

/** The one in which rows are written now. One that says anything else is another, under the next number. */
function presentForm({ kind, stream_id, seq, at, actor, device_id, request_id, type, v, payload, form }: Said): Said {
	return { kind, stream_id, seq, at, actor, device_id, request_id, type, v, payload, form };
}

export const isKnownForm = (form: number): boolean => form in forms;

/**
 * SHA-256 over the previous hash and everything that the row says, in one fixed order of keys; undefined for a row that
 * could not have been written so.
 */
export function hashRow({ previous_hash, ...said }: Omit<JournalRow, 'hash'>): Buffer | undefined {
	const written = forms[said.form]?.(said);
	return written && digest(previous_hash, written);
}

const digest = (previousHash: Buffer, said: object): Buffer =>
	createHash('sha256').update(previousHash).update(toCanonical(said)).digest();

/** Throws for what canonical JSON has no form for (half a pair of surrogates, NaN), which the journal cannot hold. */
export const canonicalOf = (event: MeetingEvent): string => toCanonical(event);

function toCanonical(value: object): string {
	const text = canonicalize(value);
	if (text === undefined) throw new TypeError('nothing to write');
	return text;
}
