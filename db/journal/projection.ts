import type { Database } from '#db/client.ts';
import type { Recorded } from '#meeting/record.ts';

/**
 * Tables that repeat what journals say, so that pages can ask across meetings. The journal is the truth: what stands
 * in them can be taken away and made anew from it.
 */
export interface Projection {
	readonly name: 'votes' | 'lifecycle';
	/** Brings the tables up to an event, within the transaction that records it. */
	apply(db: Database, meetingId: string, recorded: Recorded): void;
	/** Takes away what `apply` wrote of a meeting. */
	clear(db: Database, meetingId: string): void;
	/** What the tables say of a meeting, in an order of its own, to be compared. */
	read(db: Database, meetingId: string): unknown;
}
