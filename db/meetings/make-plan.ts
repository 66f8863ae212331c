import type { Plan } from '#meeting/plan.ts';
import type { Database } from '../client.ts';
import { inviteMembers } from './meetings.ts';
import { requirePlan } from './read-meeting.ts';

/**
 * The plan of a meeting as its dossier stands now, with everybody invited who is entitled: also a member whose term was
 * entered after the meeting. @throws DataError `not-found`
 */
export function makePlan(db: Database, meetingId: string): Plan {
	inviteMembers(db, meetingId);
	return requirePlan(db, meetingId);
}
