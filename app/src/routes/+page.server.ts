import { listMeetings } from '#db/meetings/list-meetings.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { pageOf } from '#lib/server/page-of.ts';
import { redirect } from '@sveltejs/kit';
import type { PageServerLoadEvent } from './$types.js';

export const load = accountLoad('see-own-meetings', ({ db, session, now }, { url }: PageServerLoadEvent) => {
	// Whatever address a room's terminal is started with, its screen goes by itself from there.
	if (session.siteId !== null) redirect(303, '/room');
	const page = pageOf(url);
	return { meetings: listMeetings(db, session.participantId, now, page), page, now };
});
