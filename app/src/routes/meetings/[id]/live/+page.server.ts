import { participation } from '#lib/meeting/participation.server.ts';
import { meetingLoad } from '#lib/server/guard.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types.js';

/** Whoever comes by a weak line sees the frame while the rest is on its way. */
export const ssr = true;

export const load = meetingLoad('enter-meeting', (asking, _: PageServerLoadEvent) => {
	const { isSite, ...meeting } = participation(asking);
	// A room's screen is a page of its own, which knows by itself where the room belongs.
	if (isSite) redirect(303, '/room');
	return meeting;
});
