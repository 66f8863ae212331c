import { countGrades, type LinkDeviceSummary } from '#db/links/links.ts';
import { dateOf } from '#db/calendar.ts';
import { participantsInPieces } from '#db/meetings/participants.ts';
import { requireDetails } from '#db/meetings/read-meeting.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { watchLoad } from '#lib/ops/access.server.ts';
import { packRows } from '#lib/packed-rows.ts';
import { inTurns } from '#live/next-turn.ts';
import { services } from '#live/services.ts';
import type { PageServerLoadEvent } from './$types.js';

const lastHour = 3_600_000;

interface PastLinks {
	readonly grades: ReturnType<typeof countGrades>;
	readonly summary: readonly LinkDeviceSummary[];
}

export const load = watchLoad(async ({ db }, { params }: PageServerLoadEvent) => {
	const { title, startsAt } = await orErrorPage(() => requireDetails(db, params.id));
	const { ops } = services();
	const figures = ops.figures(params.id, 0);
	// Hours of hundreds of devices take a tenth of a second to add up, which nobody who is in a meeting may wait for.
	const links = figures
		? { grades: countGrades(db, params.id, Date.now() - lastHour), summary: [] }
		: await orErrorPage(() => services().work.run<PastLinks>('addUpLinks', params.id));
	const participants = await inTurns(participantsInPieces(db, params.id, dateOf(startsAt)));
	return {
		meetingId: params.id,
		title,
		startsAt,
		/** whose devices the figures name */
		participants: packRows(participants.map(({ id, name, unitName }) => ({ id, name, unitName }))),
		/** one, with the last ten minutes; none while nobody is in the meeting */
		figures: packRows(figures ? [figures] : []),
		/** of the last hour while the meeting is on, of all of it afterwards */
		grades: links.grades,
		/** of each device over the whole meeting, once nobody is in it any more */
		summary: packRows(links.summary),
	};
});
