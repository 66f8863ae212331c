import { isDate } from '#db/calendar.ts';
import { listUnits } from '#db/org/units.ts';
import { accountLoad } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types.js';

/** The tree of one day: `?day=YYYY-MM-DD`, today without it. */
export const load = accountLoad('administer', ({ db, today }, { url }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('day') ?? '';
	const day = isDate(asked) ? asked : today;
	return { day, today, units: listUnits(db, day) };
});
