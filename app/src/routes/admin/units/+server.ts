import { searchUnits } from '#db/org/units.ts';
import { accountLoad } from '#lib/server/guard.ts';
import type { RequestEvent } from './$types.js';

/** Units by name: `?q=` of 1 to 100 characters; at most 20. */
export const GET = accountLoad('administer', ({ db, today }, { url }: RequestEvent) => {
	const text = url.searchParams.get('q')?.trim().slice(0, 100) ?? '';
	return Response.json(text === '' ? [] : searchUnits(db, { text, date: today }));
});
