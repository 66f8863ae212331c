import type { Database } from '#db/client.ts';
import { planOf, requireMeeting } from '#db/meetings/read-meeting.ts';
import type { Plan } from '#meeting/plan.ts';

/** The dossier as the journal freezes it, nobody invited who was not yet. @throws DataError `not-found` */
export const requirePlan = (db: Database, id: string): Plan => planOf(db, requireMeeting(db, id));
