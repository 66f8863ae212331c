import type { Plan } from '#meeting/plan.ts';
import { atOnce } from '../at-once.ts';
import type { Database } from '../client.ts';
import { areInvited, inviteMembers, isOver } from './meetings.ts';
import { meetingInPieces, planOf, requireMeeting, type Meeting } from './read-meeting.ts';

/**
 * The plan of a meeting as its dossier stands now, with everybody invited who is entitled: also a member whose term was
 * entered after the meeting. @throws DataError `not-found`
 */
export const makePlan = (db: Database, meetingId: string): Plan => atOnce(planInPieces(db, meetingId));

/** The same in pieces, as the dossier is read: it holds where nothing that plans are made of has changed between them. */
export function* planInPieces(db: Database, meetingId: string): Generator<void, Plan> {
	const meeting = yield* meetingInPieces(db, meetingId);
	yield;
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
