import { requireParticipation } from '#lib/meeting/participation.server.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals, params }) => {
	const { isSite, ...meeting } = await requireParticipation(locals, params.id);
	// A room's screen is a page of its own, which knows by itself where the room belongs.
	if (isSite) redirect(303, '/room');
	return meeting;
};
