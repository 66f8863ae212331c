import type { Session } from '#db/auth/sessions.ts';
import { searchPeople } from '#db/org/people.ts';
import { reachOf } from '#db/org/reach.ts';
import type { FoundPerson } from '#lib/org/found-person.ts';
import { shownLoad, standingOr404 } from '#lib/server/guard.ts';
import { mayIn, showingIn, showingOf } from '#lib/server/standing.ts';
import type { RequestEvent } from './$types.js';

const convening: ReadonlySet<string> = new Set(['convene', 'administer']);

const meetingOf = ({ url }: RequestEvent) => url.searchParams.get('meeting');

function show(session: Session, event: RequestEvent) {
	const meetingId = meetingOf(event);
	// A grant holds here wherever it is for: it decides whom one finds.
	return {
		...(meetingId === null ? {} : showingIn(session, standingOr404(session, meetingId))),
		...showingOf(session),
	};
}

/** Who convenes something finds by no meeting that others prepare: its units may be those of the whole province. */
function preparedBy(session: Session, event: RequestEvent): string | null {
	const meetingId = meetingOf(event);
	const prepares = meetingId !== null && mayIn(session, standingOr404(session, meetingId), 'prepare-meeting');
	return prepares ? meetingId : null;
}

/**
 * People by name or position, for those who convene meetings, and for who prepares one: `?q=` of 1 to 100 characters,
 * `?meeting=` the one that is prepared; at most 20, of the units that the right is for.
 */
export const GET = shownLoad('find-people', show, ({ db, session, today: date }, event: RequestEvent) => {
	const text = event.url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
	if (text === '') return Response.json([] satisfies FoundPerson[]);
	const grants = session.grants.filter(({ kind }) => convening.has(kind));
	const unitIds = reachOf(db, { grants, meetingId: preparedBy(session, event), personId: session.participantId, date });
	const found: FoundPerson[] = searchPeople(db, { text, date, unitIds }).map(({ id, name, position, unitName }) => ({
		id,
		name,
		position,
		unitName,
	}));
	return Response.json(found);
});
