import { grantsFor } from '#db/auth/scope.ts';
import type { Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import type { MeetingStatus } from '#db/meetings/meetings.ts';
import { services } from '#live/services.ts';
import type { Showing } from '#meeting/holder.ts';
import type { Role } from '#meeting/plan.ts';
import { allows, type Right } from '#meeting/rights.ts';

/** What somebody has to show anywhere. A grant for one unit is one here, too: where it holds is asked when it is used. */
export const showingOf = (session: Session | undefined): Showing => ({
	account: session && (session.personId === null ? 'terminal' : 'person'),
	grants: session?.grants.map(({ kind }) => kind),
});

/** What rights in a meeting depend on. */
export interface Rights {
	readonly createdBy: string;
	readonly status: MeetingStatus;
	readonly body: { readonly id: string } | null;
	readonly participants: readonly { readonly id: string; readonly roles: readonly Role[] }[];
}

/** What somebody has to show for one meeting. */
export function showingIn(session: Session, meeting: Rights): Showing {
	return {
		...showingOf(session),
		grants:
			session.grants.length === 0
				? []
				: grantsFor(services().db, session.grants, { bodyId: meeting.body?.id ?? null }, dateOf(Date.now())),
		roles: meeting.participants.find((participant) => participant.id === session.participantId)?.roles,
		isAuthor: session.personId === meeting.createdBy,
	};
}

export const mayIn = (session: Session, meeting: Rights, right: Right): boolean =>
	allows(right, showingIn(session, meeting));
