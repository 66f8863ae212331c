import { accountLoad } from '#lib/server/guard.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('keep-accounts', (_asking, _event: PageServerLoadEvent) =>
	redirect(303, '/admin/people'),
);
