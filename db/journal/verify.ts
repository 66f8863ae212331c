import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { firstHash, hashRow, isKnownForm, toRecorded, type JournalRow } from './entry.ts';

/** The first event of a stream that does not fit, and in what. */
export interface Misfit {
	readonly streamId: string;
	readonly seq: number;
	readonly why: 'gap' | 'chain' | 'content' | 'type' | 'newer';
}

/**
 * Walks a stream's chain from its start. `gap`: an event is missing before this one; `chain`: it does not follow the
 * hash of the one before; `content`: what it says is not what its hash was taken of; `type`: its name is not its
 * event's; `newer`: a later release has written it. What a chain alone cannot show is an end that was cut off whole.
 */
export function verifyJournal(db: Database, streamId: string): Misfit | undefined {
	let seq = 0;
	let previous: Buffer = firstHash;
	const rows = db.sqlite
		.prepare<[string], JournalRow>(
			`SELECT kind, stream_id, seq, at, actor, device_id, request_id, type, v, payload, form, previous_hash, hash
			 FROM journal JOIN streams ON streams.id = stream_id WHERE stream_id = ? ORDER BY seq`,
		)
		.iterate(streamId);
	for (const row of rows) {
		seq += 1;
		const why = whyNot(row, seq, previous);
		if (why) return { streamId, seq: row.seq, why };
		previous = row.hash;
	}
	return undefined;
}

function whyNot({ hash, ...said }: JournalRow, seq: number, previous: Buffer): Misfit['why'] | undefined {
	if (said.seq !== seq) return 'gap';
	if (!previous.equals(said.previous_hash)) return 'chain';
	if (!isKnownForm(said.form)) return 'newer';
	if (!hashRow(said)?.equals(hash)) return 'content';
	if ((JSON.parse(said.payload) as { type?: unknown }).type !== said.type) return 'type';
	return isReadable(said) ? undefined : 'newer';
}

function isReadable(row: Omit<JournalRow, 'hash'>): boolean {
	try {
		toRecorded(row);
		return true;
	} catch (error) {
		if (error instanceof DataError) return false;
		throw error;
	}
}
