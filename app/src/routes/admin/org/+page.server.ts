import { isDate } from '#db/calendar.ts';
import { listUnits } from '#db/org/units.ts';
import { adminLoad } from '#lib/admin/administration.server.ts';
import type { PageServerLoadEvent } from './$types.js';

/** The tree of one day: `?day=YYYY-MM-DD`, today without it. */
export const load = adminLoad(({ db, today }, { url }: PageServerLoadEvent) => {
	const asked = url.searchParams.get('day') ?? '';
	const day = isDate(asked) ? asked : today;
	return { day, today, units: listUnits(db, day) };
});
