import { listBodyOverviews } from '#db/org/body-terms.ts';
import { adminLoad } from '#lib/admin/administration.server.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = adminLoad(({ db, today }, _: PageServerLoadEvent) => ({ bodies: listBodyOverviews(db, today) }));
