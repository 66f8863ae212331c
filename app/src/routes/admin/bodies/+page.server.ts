import { listBodyOverviews } from '#db/org/body-terms.ts';
import { accountLoad } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('administer', ({ db, today }, _: PageServerLoadEvent) => ({
	bodies: listBodyOverviews(db, today),
}));
