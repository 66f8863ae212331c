import { listMeetings } from '#db/meetings/list-meetings.ts';
import { requireSession } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = ({ locals }) => {
	const session = requireSession(locals);
	const now = Date.now();
	return { meetings: listMeetings(services().db, session.participantId, now), now };
};
