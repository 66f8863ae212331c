import { adminLoad } from '#lib/admin/administration.server.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types.js';

export const load = adminLoad((_admin, _event: PageServerLoadEvent) => redirect(303, '/admin/people'));
