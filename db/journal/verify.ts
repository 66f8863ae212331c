import type { Database } from '#db/client.ts';
import { firstHash, hashRow, toRecorded, type JournalRow } from './entry.ts';

/** The first event of a meeting that does not fit, and in what. */
export interface Misfit {
	readonly meetingId: string;
	readonly seq: number;
	readonly why: 'gap' | 'chain' | 'content' | 'type';
}

/**
 * Walks a meeting's chain from its start. `gap`: an event is missing before this one; `chain`: it does not follow the
 * hash of the one before; `content`: what it says is not what its hash was taken of; `type`: its name is not its
 * event's. What a chain alone cannot show is an end that was cut off whole.
 */
export function verifyJournal(db: Database, meetingId: string): Misfit | undefined {
	let seq = 0;
	let previous: Buffer = firstHash;
	const rows = db.sqlite
		.prepare<[string], JournalRow>(
			`SELECT meeting_id, seq, at, actor, device_id, request_id, type, payload, previous_hash, hash
			 FROM journal WHERE meeting_id = ? ORDER BY seq`,
		)
		.iterate(meetingId);
	for (const { hash, ...said } of rows) {
		seq += 1;
		const misfit = (why: Misfit['why']): Misfit => ({ meetingId, seq: said.seq, why });
		if (said.seq !== seq) return misfit('gap');
		if (!previous.equals(said.previous_hash)) return misfit('chain');
		if (!hashRow(said).equals(hash)) return misfit('content');
		if (toRecorded(said).event.type !== said.type) return misfit('type');
		previous = hash;
	}
	return undefined;
}
