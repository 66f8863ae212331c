import { countGrades, summariseLinks } from '#db/links/links.ts';
import { watchLoad } from '#lib/ops/access.server.ts';
import { meetingOr404 } from '#lib/server/guard.ts';
import { services } from '#live/services.ts';
import type { PageServerLoadEvent } from './$types.js';

const lastHour = 3_600_000;

export const load = watchLoad(({ db }, { params }: PageServerLoadEvent) => {
	const meeting = meetingOr404(params.id);
	const { ops } = services();
	const figures = ops.figures(params.id, 0);
	// Hours of hundreds of devices take a tenth of a second to add up, which nobody who is in a meeting may wait for.
	const from = figures ? Date.now() - lastHour : 0;
	return {
		meetingId: meeting.id,
		title: meeting.title,
		startsAt: meeting.startsAt,
		/** whose devices the figures name */
		participants: meeting.participants.map(({ id, name, unitName }) => ({ id, name, unitName })),
		/** with the last ten minutes; undefined while nobody is in the meeting */
		figures,
		/** of the last hour while the meeting is on, of all of it afterwards */
		grades: countGrades(db, params.id, from),
		/** of each device over the whole meeting, once nobody is in it any more */
		summary: figures ? [] : summariseLinks(db, params.id),
	};
});
