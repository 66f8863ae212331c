import { countGrades, summariseLinks } from '#db/links/links.ts';
import { requireWatcher } from '#lib/ops/access.server.ts';
import { services } from '#live/services.ts';
import type { PageServerLoad } from './$types.js';

export const load: PageServerLoad = async ({ locals, params }) => {
	const meeting = await requireWatcher(locals, params.id);
	const { db, ops } = services();
	return {
		meetingId: meeting.id,
		title: meeting.title,
		startsAt: meeting.startsAt,
		/** whose devices the figures name */
		participants: meeting.participants.map(({ id, name, unitName }) => ({ id, name, unitName })),
		/** with the last ten minutes; undefined while nobody is in the meeting */
		figures: ops.figures(params.id, 0),
		grades: countGrades(db, params.id),
		summary: summariseLinks(db, params.id),
	};
};
