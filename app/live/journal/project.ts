import type { Database } from '#db/client.ts';
import type { JournalEntry } from '#db/journal/entry.ts';
import { projectLifecycle } from '#db/meetings/lifecycle-projection.ts';
import { projectVote } from '#db/votes/projection.ts';

/** Brings the tables that pages ask across meetings up to an event, in the transaction that records it. */
export function project(db: Database, entry: JournalEntry): void {
	projectLifecycle(db, entry.meetingId, entry);
	projectVote(db, entry.meetingId, entry);
}
