import type { Session } from '#db/auth/sessions.ts';
import type { Database } from '#db/client.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import type { MeetingStatus } from '#db/meetings/meetings.ts';
import type { Role } from '#meeting/plan.ts';
import { allows } from '#meeting/rights.ts';

/**
 * Who may convene a meeting: an administrator, and who has been entrusted with preparing or chairing one. The first
 * secretary of an office is therefore named by an administrator, the rest follows from the office's own meetings.
 */
export function mayCreateMeetings(db: Database, session: Session, now: number): boolean {
	if (session.personId === null) return false;
	if (session.isAdmin) return true;
	const { today, coming, past } = listMeetings(db, session.participantId, now);
	return [...today, ...coming, ...past].some(({ roles }) => allows('prepare-meeting', { roles }));
}

interface Rights {
	readonly createdBy: string;
	readonly status: MeetingStatus;
	readonly participants: readonly { readonly id: string; readonly roles: readonly Role[] }[];
}

/** Who may change a meeting's dossier: its chair, its secretary, and who created it. */
export function mayPrepare(session: Session, meeting: Rights): boolean {
	const mine = meeting.participants.find((participant) => participant.id === session.participantId);
	return (
		session.personId === meeting.createdBy || (mine !== undefined && allows('prepare-meeting', { roles: mine.roles }))
	);
}

/** Who takes part; a draft is seen by those only who prepare it. */
export function canSeeMeeting(session: Session, meeting: Rights): boolean {
	if (mayPrepare(session, meeting)) return true;
	const takesPart = meeting.participants.some((participant) => participant.id === session.participantId);
	return takesPart && meeting.status !== 'draft';
}
