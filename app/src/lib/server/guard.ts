import type { Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import type { Database } from '#db/client.ts';
import { meetingInPieces, type Meeting } from '#db/meetings/read-meeting.ts';
import { requireStanding, type Standing } from '#db/meetings/read-standing.ts';
import { inTurns } from '#live/next-turn.ts';
import { services } from '#live/services.ts';
import type { Showing } from '#meeting/holder.ts';
import { allows, type Right } from '#meeting/rights.ts';
import { error, redirect } from '@sveltejs/kit';
import { refusalCode, refusalStatus, requireSession } from './current.ts';
import { showingIn, showingOf } from './standing.ts';

/** Everything that the outside can call says whose right it is: setup/guarded.mjs and `GuardedActions` see that it does, a walk in the tests whether it is kept to. */
export interface Guarded {
	readonly right: Right;
}

/** A page's actions: one without a right does not compile. */
export type GuardedActions = Readonly<Record<string, ((event: never) => unknown) & Guarded>>;

/** What is open to everybody, or guards itself. */
export const guarded = <Handler extends (event: never) => unknown>(right: Right, handler: Handler): Handler & Guarded =>
	Object.assign(handler, { right });

/** What whoever may gets to work with. */
export interface Asking {
	readonly db: Database;
	readonly session: Session;
	readonly now: number;
	/** `YYYY-MM-DD` */
	readonly today: string;
}

export interface MeetingAsking extends Asking {
	/** what whoever asks is in it, as it is before a change: the dossier of hundreds is read by who needs it */
	readonly meeting: Standing;
}

interface Asked {
	readonly locals: App.Locals;
}

const codes: Partial<Record<Right, string>> = {
	administer: 'not-administrator',
	'keep-accounts': 'not-account-keeper',
	'see-meeting': 'not-invited',
	'enter-meeting': 'not-invited',
	'read-minutes': 'not-invited',
};

/** Why somebody may not, as a code. */
export const refusalOf = (right: Right): string => codes[right] ?? 'not-allowed';

export function askingOf(session: Session): Asking {
	const now = Date.now();
	return { db: services().db, session, now, today: dateOf(now) };
}

/** A page's or an endpoint's data, for whom what they show allows it. Others get an error page, or are led elsewhere. */
export function shownLoad<Event extends Asked, Data>(
	right: Right,
	show: (session: Session, event: Event) => Showing,
	load: (asking: Asking, event: Event) => Data,
	elsewhere?: string,
): ((event: Event) => Data) & Guarded {
	return guarded(right, (event: Event) => {
		const session = requireSession(event.locals);
		if (allows(right, show(session, event))) return load(askingOf(session), event);
		if (elsewhere !== undefined) redirect(303, elsewhere);
		error(403, refusalOf(right));
	});
}

/** The same by the account and its grants alone. */
export const accountLoad = <Event extends Asked, Data>(
	right: Right,
	load: (asking: Asking, event: Event) => Data,
	elsewhere?: string,
): ((event: Event) => Data) & Guarded => shownLoad(right, showingOf, load, elsewhere);

/** The same for a meeting, which `params.id` names. */
export function meetingLoad<Event extends Asked & { readonly params: { readonly id: string } }, Data>(
	right: Right,
	load: (asking: MeetingAsking, event: Event) => Data,
): ((event: Event) => Data) & Guarded {
	return guarded(right, (event: Event) => {
		const session = requireSession(event.locals);
		const meeting = standingOr404(session, event.params.id);
		if (!mayNow(right, session, meeting))
			error(403, isToBeCalled(right, session, meeting) ? 'meeting-not-called' : refusalOf(right));
		return load({ ...askingOf(session), meeting }, event);
	});
}

/** The dossier for a page. Of hundreds it is read in turns of the loop; what is made of it, and written out, is the next one's. */
export const readInTurns = (db: Database, meetingId: string): Promise<Meeting> =>
	inTurns(meetingInPieces(db, meetingId));

/** A draft is seen, and entered, by those only who prepare it. */
const ofDraft = new Set<Right>(['see-meeting', 'enter-meeting', 'read-minutes']);

export function mayNow(right: Right, session: Session, meeting: Standing): boolean {
	const showing = showingIn(session, meeting);
	if (meeting.status === 'draft' && ofDraft.has(right) && !allows('prepare-meeting', showing)) return false;
	return allows(right, showing);
}

/** Who is to take part in a draft comes too early to its door, and is told no more of it than that. */
const isToBeCalled = (right: Right, session: Session, meeting: Standing): boolean =>
	right === 'enter-meeting' && allows(right, showingIn(session, meeting));

export function standingOr404({ participantId }: Session, meetingId: string): Standing {
	try {
		return requireStanding(services().db, { meetingId, participantId });
	} catch (thrown) {
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		error(refusalStatus(code), code);
	}
}
