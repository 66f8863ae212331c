import { countGrades, type LinkDeviceSummary } from '#db/links/links.ts';
import { dateOf } from '#db/calendar.ts';
import { participantsInPieces } from '#db/meetings/participants.ts';
import { requireDetails } from '#db/meetings/read-meeting.ts';
import { chooseNode } from '#db/nodes/choices.ts';
import { id, idOrNull } from '#lib/admin/form-fields.server.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { mayMoveSites, watchLoad } from '#lib/ops/access.server.ts';
import { packRows } from '#lib/packed-rows.ts';
import { meetingAction } from '#lib/server/act.ts';
import type { GuardedActions } from '#lib/server/guard.ts';
import { inTurns } from '#live/next-turn.ts';
import { services } from '#live/services.ts';
import * as v from 'valibot';
import type { PageServerLoadEvent } from './$types.js';

const lastHour = 3_600_000;

interface PastLinks {
	readonly grades: ReturnType<typeof countGrades>;
	readonly summary: readonly LinkDeviceSummary[];
}

export const load = watchLoad(async ({ db, session }, { params }: PageServerLoadEvent) => {
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
		mayMove: mayMoveSites(session, params.id),
		/** of the last hour while the meeting is on, of all of it afterwards */
		grades: links.grades,
		/** of each device over the whole meeting, once nobody is in it any more */
		summary: packRows(links.summary),
	};
});

export const actions = {
	/** Somebody is with another media node for as long as the meeting lasts; no `nodeId`: with their own again. */
	moveSite: meetingAction(
		'move-sites',
		v.object({ id, participantId: id, nodeId: idOrNull }),
		({ db }, { id: meetingId, participantId, nodeId }) => {
			chooseNode(db, { meetingId, participantId, nodeId });
			const detail = { participantId, nodeId };
			return { action: 'choose-media-node', detail, leavesPlans: true, placesAnew: [participantId] };
		},
	),
	/** Whoever was moved from a node that has come back is with it again. */
	callHome: meetingAction('move-sites', v.object({}), () => {
		return { action: 'call-sites-home', detail: {}, leavesPlans: true, placesAnew: 'all' };
	}),
} satisfies GuardedActions;
