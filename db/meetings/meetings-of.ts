import { sql, type Placeholder, type SQL } from 'drizzle-orm';
import { inLargeTransaction, type Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { meetingParticipants } from '../schema/meetings.ts';

/**
 * SQL for the ids of all meetings that somebody takes part in. Two lists: of hundreds who are invited at once each stands
 * somewhere else in that of all years, a page of the disk for each, which nobody waits for: they are in a small one at first.
 */
export function meetingsOf(participantId: Placeholder | string): SQL {
	const { meetingId, participantId: id, isListed } = meetingParticipants;
	// Written out: an index of a part is used where the question names that part.
	const from = (listed: 0 | 1) =>
		sql`SELECT ${meetingId} FROM ${meetingParticipants} WHERE ${id} = ${participantId} AND ${isListed} = ${sql.raw(String(listed))}`;
	return sql`${from(1)} UNION ALL ${from(0)}`;
}

/** As many as keep the loop for 2 to 4 ms on a slow machine. */
const atOnce = 100;

/**
 * Moves some from the list of what is new to that of all years. Should it not come to the disk, they are moved again.
 * @returns whether there are others
 */
export async function listNew(db: Database): Promise<boolean> {
	if (!someNew(db).get()) return false;
	const { result, onDisk } = inLargeTransaction(db, () => moving(db).run({ atOnce }));
	await onDisk;
	return result.changes === atOnce;
}

const someNew = prepared(({ sqlite }) =>
	sqlite.prepare('SELECT 1 FROM meeting_participants WHERE is_listed = 0 LIMIT 1'),
);

const moving = prepared(({ sqlite }) =>
	sqlite.prepare<{ atOnce: number }>(
		`UPDATE meeting_participants SET is_listed = 1 WHERE (meeting_id, participant_id) IN
		 (SELECT meeting_id, participant_id FROM meeting_participants WHERE is_listed = 0 LIMIT @atOnce)`,
	),
);
