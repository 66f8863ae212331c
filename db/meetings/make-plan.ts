import type { Plan } from '#meeting/plan.ts';
import type { Database } from '../client.ts';
import { areInvited, inviteMembers, isOver } from './meetings.ts';
import { planOf, requireMeeting, type Meeting } from './read-meeting.ts';

/**
 * The plan of a meeting as its dossier stands now, with everybody invited who is entitled: also a member whose term was
 * entered after the meeting. @throws DataError `not-found`
 */
export function makePlan(db: Database, meetingId: string): Plan {
	const meeting = requireMeeting(db, meetingId);
	if (hasItsMembers(meeting)) return planOf(db, meeting);
	inviteMembers(db, meetingId);
	return planOf(db, requireMeeting(db, meetingId));
}

/** Mostly nobody is missing, and of hundreds it is seen in what has been read of them anyway. */
function hasItsMembers({ status, body, participants }: Meeting): boolean {
	if (body === null || isOver(status)) return true;
	const guests = participants.filter(({ roles }) => roles.includes('guest'));
	const members = body.members.map(({ personId }) => personId);
	return areInvited(members, participants, guests);
}
