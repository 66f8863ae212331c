import { grantsFor, isEverywhere } from '#db/auth/scope.ts';
import type { Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import { listMeasuredMeetings } from '#db/links/links.ts';
import { rolesIn } from '#db/meetings/participants.ts';
import { findBody } from '#db/meetings/read-meeting.ts';
import { rolesAnywhere } from '#db/meetings/roles.ts';
import { AttemptLimit } from '#lib/server/attempt-limit.ts';
import { shownLoad, type Asking, type Guarded } from '#lib/server/guard.ts';
import { showingIn, showingOf, type Rights } from '#lib/server/standing.ts';
import { services } from '#live/services.ts';
import type { Showing } from '#meeting/holder.ts';
import { allows } from '#meeting/rights.ts';
import { error } from '@sveltejs/kit';

/** An operations page asks every two seconds; a person may have several open. */
const asked = new AttemptLimit(150, 60_000);

/** What somebody has to show for a meeting, without reading it: what a page's script asks again and again stays cheap. */
function showingFor(session: Session, meetingId: string): Showing {
	const { db } = services();
	const ofSome = session.grants.some((grant) => !isEverywhere(grant));
	const bodyId = ofSome ? findBody(db, meetingId) : null;
	const grants = grantsFor(db, session.grants, { bodyId }, dateOf(Date.now()));
	return { ...showingOf(session), grants, roles: rolesIn(db, meetingId, session.participantId) };
}

interface WatchEvent {
	readonly locals: App.Locals;
	readonly params: { readonly id: string };
}

/** Of one meeting, for who may watch it: 403 for others, and 429 when it is asked too often. */
export const watchLoad = <Event extends WatchEvent, Data>(
	load: (asking: Asking, event: Event) => Data,
): ((event: Event) => Data) & Guarded =>
	shownLoad(
		'see-operations',
		(session, { params }) => {
			if (!asked.take(session.accountId, Date.now())) error(429, 'too-many-requests');
			return showingFor(session, params.id);
		},
		load,
	);

/** Whether somebody may see how a meeting runs. */
export const mayWatch = (session: Session, meeting: Rights): boolean =>
	allows('see-operations', showingIn(session, meeting));

/** Whether somebody may say with which media node a site of the meeting is. */
export const mayMoveSites = (session: Session, meetingId: string): boolean =>
	allows('move-sites', showingFor(session, meetingId));

const watches = (session: Session, meetingId: string) => allows('see-operations', showingFor(session, meetingId));

/** What somebody has to show for any meeting at all: every role that they have or had in one. */
export const showingAnywhere = (session: Session): Showing => ({
	...showingOf(session),
	roles: rolesAnywhere(services().db, session.participantId),
});

/** The meetings that somebody may watch, running and past ones. */
export function watchedMeetings(session: Session) {
	const { db, ops } = services();
	const running = ops.meetings().filter(({ id }) => watches(session, id));
	const isRunning = new Set(running.map(({ id }) => id));
	// Who has a grant watches meetings that they take no part in.
	const measured = listMeasuredMeetings(db, session.grants.length > 0 ? undefined : session.participantId);
	const past = measured.filter(({ id }) => !isRunning.has(id) && watches(session, id));
	return { running, past };
}
