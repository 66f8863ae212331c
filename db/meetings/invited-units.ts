import { eq, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { meetingUnits } from '../schema/meetings.ts';

/** The ids of the units that are invited to a meeting. */
export const unitIdsIn = (db: Database, meetingId: string): string[] =>
	invited(db)
		.all({ meetingId })
		.map(({ unitId }) => unitId);

const invited = prepared(({ orm }) =>
	orm
		.select({ unitId: meetingUnits.unitId })
		.from(meetingUnits)
		.where(eq(meetingUnits.meetingId, sql.placeholder('meetingId')))
		.prepare(),
);
