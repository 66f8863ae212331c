import { listMeetings } from '#db/meetings/list-meetings.ts';
import { requireSession } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals }) => {
	const session = requireSession(locals);
	// Whatever address a room's terminal is started with, its screen goes by itself from there.
	if (session.siteId !== null) redirect(303, '/room');
	const now = Date.now();
	return { meetings: listMeetings(services().db, session.participantId, now), now };
};
