import { inTransaction, openScratch, type Database } from '#db/client.ts';
import { lifecycleProjection } from '#db/meetings/lifecycle-projection.ts';
import { meetings } from '#db/schema/meetings.ts';
import { votesProjection } from '#db/votes/projection.ts';
import type { Recorded } from '#meeting/record.ts';
import { eq } from 'drizzle-orm';
import { isDeepStrictEqual } from 'node:util';
import { readJournal } from './journal.ts';
import type { Projection } from './projection.ts';

const projections: readonly Projection[] = [lifecycleProjection, votesProjection];

/** Brings the tables that pages ask across meetings up to an event, in the transaction that records it. */
export function project(db: Database, meetingId: string, recorded: Recorded): void {
	for (const projection of projections) projection.apply(db, meetingId, recorded);
}

/** Makes a meeting's projections anew from its journal, all or nothing. */
export function rebuildProjections(db: Database, meetingId: string): void {
	inTransaction(db, () => {
		// The urn belongs to votes, and stays: references are checked when everything is there again.
		db.sqlite.pragma('defer_foreign_keys = ON');
		for (const projection of projections) projection.clear(db, meetingId);
		// As a list: rows cannot be read from a connection while it writes.
		for (const recorded of [...readJournal(db, meetingId)]) project(db, meetingId, recorded);
	});
}

/** Makes projections beside the database, and says where its own are others. */
export class ProjectionCheck {
	readonly #scratch: Database = openScratch();

	/** The names of the projections that stand otherwise than the journal says. */
	differing(db: Database, meetingId: string): Projection['name'][] {
		const { orm, sqlite } = this.#scratch;
		sqlite.exec('BEGIN');
		try {
			const row = db.orm.select().from(meetings).where(eq(meetings.id, meetingId)).get();
			if (row) orm.insert(meetings).values(row).run();
			for (const projection of projections) projection.clear(this.#scratch, meetingId);
			for (const recorded of readJournal(db, meetingId)) project(this.#scratch, meetingId, recorded);
			return projections
				.filter((each) => !isDeepStrictEqual(each.read(db, meetingId), each.read(this.#scratch, meetingId)))
				.map(({ name }) => name);
		} finally {
			sqlite.exec('ROLLBACK');
		}
	}

	close(): void {
		this.#scratch.close();
	}
}
