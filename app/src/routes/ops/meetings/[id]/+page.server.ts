import { countGrades, type LinkDeviceSummary } from '#db/links/links.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { watchLoad } from '#lib/ops/access.server.ts';
import { meetingOr404 } from '#lib/server/guard.ts';
import { services } from '#live/services.ts';
import type { PageServerLoadEvent } from './$types.js';

const lastHour = 3_600_000;

interface PastLinks {
	readonly grades: ReturnType<typeof countGrades>;
	readonly summary: readonly LinkDeviceSummary[];
}

export const load = watchLoad(async ({ db }, { params }: PageServerLoadEvent) => {
	const meeting = meetingOr404(params.id);
	const { ops } = services();
	const figures = ops.figures(params.id, 0);
	// Hours of hundreds of devices take a tenth of a second to add up, which nobody who is in a meeting may wait for.
	const links = figures
		? { grades: countGrades(db, params.id, Date.now() - lastHour), summary: [] }
		: await orErrorPage(() => services().work.run<PastLinks>('addUpLinks', params.id));
	return {
		meetingId: meeting.id,
		title: meeting.title,
		startsAt: meeting.startsAt,
		/** whose devices the figures name */
		participants: meeting.participants.map(({ id, name, unitName }) => ({ id, name, unitName })),
		/** with the last ten minutes; undefined while nobody is in the meeting */
		figures,
		/** of the last hour while the meeting is on, of all of it afterwards */
		grades: links.grades,
		/** of each device over the whole meeting, once nobody is in it any more */
		summary: links.summary,
	};
});
