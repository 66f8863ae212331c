import { dateOf } from '#db/calendar.ts';
import { searchOrg } from '#db/org/search.ts';
import type { FoundPerson } from '#lib/org/found-person.ts';
import { requireSession } from '#lib/server/current.ts';
import { mayCreateMeetings } from '#lib/server/meeting-rights.ts';
import { services } from '#live/services.ts';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types.js';

/** People by name or position, for those who convene meetings: `?q=` of 1 to 100 characters; at most 20. */
export const GET: RequestHandler = ({ locals, url }) => {
	const session = requireSession(locals);
	const { db } = services();
	const now = Date.now();
	if (!mayCreateMeetings(db, session, now)) error(403, 'not-allowed');
	const text = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
	if (text === '') return Response.json([] satisfies FoundPerson[]);
	const found: FoundPerson[] = searchOrg(db, { text, date: dateOf(now) }).people.map(
		({ id, name, position, unitName }) => ({ id, name, position, unitName }),
	);
	return Response.json(found);
};
