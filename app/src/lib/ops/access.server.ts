import type { Session } from '#db/auth/sessions.ts';
import { listMeasuredMeetings } from '#db/links/links.ts';
import { listMeetings } from '#db/meetings/list-meetings.ts';
import { rolesIn } from '#db/meetings/participants.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { AttemptLimit } from '#lib/server/attempt-limit.ts';
import { orErrorPage, requireSession } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import type { Role } from '#meeting/plan.ts';
import { allows } from '#meeting/rights.ts';
import { error } from '@sveltejs/kit';

/** An operations page asks every two seconds; a person may have several open. */
const asked = new AttemptLimit(150, 60_000);

const watches = (roles: readonly Role[]) => allows('see-operations', { roles });

/** Administrators, and a meeting's chair and operators. Whoever else gets an error page, 403; 404 for no meeting. */
export async function requireWatcher(locals: App.Locals, meetingId: string) {
	const session = requireSession(locals);
	const meeting = await orErrorPage(() => requireMeeting(services().db, meetingId));
	if (!mayWatch(session, meetingId)) error(403, 'not-allowed');
	if (!asked.take(session.accountId, Date.now())) error(429, 'too-many-requests');
	return meeting;
}

/** For what a page's script asks again and again, hence without reading the meeting: 403, and 429 when it is too often. */
export function requirePatientWatcher(locals: App.Locals, meetingId: string): void {
	const session = requireSession(locals);
	if (!asked.take(session.accountId, Date.now())) error(429, 'too-many-requests');
	if (!mayWatch(session, meetingId)) error(403, 'not-allowed');
}

/** Whether somebody may see how a meeting runs. */
export const mayWatch = (session: Session, meetingId: string): boolean =>
	session.isAdmin || watches(rolesIn(services().db, meetingId, session.participantId));

/** The meetings that somebody may watch, running and past ones; 403 for who may watch none. */
export function watchedMeetings(session: Session) {
	const { db, ops } = services();
	const running = ops.meetings();
	if (session.isAdmin) {
		const ids = new Set(running.map(({ id }) => id));
		return { running, past: listMeasuredMeetings(db).filter(({ id }) => !ids.has(id)) };
	}
	const mine = running.filter(({ id }) => mayWatch(session, id));
	const past = listMeasuredMeetings(db, session.participantId).filter(
		({ id, roles }) => watches(roles) && !mine.some((meeting) => meeting.id === id),
	);
	const { today, coming, past: over } = listMeetings(db, session.participantId, Date.now());
	if (![...today, ...coming, ...over].some(({ roles }) => watches(roles))) error(403, 'not-allowed');
	return { running: mine, past };
}
