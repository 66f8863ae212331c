import type { MarkReader } from '#contract/shared-marks.ts';
import { dateOf } from '#db/calendar.ts';
import { participantsInPieces } from '#db/meetings/participants.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import { inTurns } from '#live/next-turn.ts';
import { participantIn } from '#meeting/plan.ts';

interface Asked {
	readonly locals: App.Locals;
	readonly params: { readonly versionId: string };
}

/** For whom somebody in the meeting may mark its paper by name: everybody else in it. Whether these may read it is not told; who takes no part has nobody to choose. */
export const GET = accountLoad('mark-paper', async ({ db, session }, { params }: Asked) => {
	const { participantId } = session;
	const { paper } = await requireReadablePaper(db, session, params.versionId);
	const standing = requireStanding(db, { meetingId: paper.meetingId, participantId });
	if (!participantIn(standing, participantId)) return Response.json([] satisfies MarkReader[]);
	const all = await inTurns(participantsInPieces(db, standing.id, dateOf(standing.startsAt)));
	const own = all.find(({ id }) => id === participantId)?.unitId ?? null;
	return Response.json(
		all
			.filter(({ id, kind }) => kind === 'person' && id !== participantId)
			.map(({ id, name, position, unitId, unitName }): MarkReader => {
				const isColleague = own !== null && unitId === own;
				return { id, name, position, unitName, isColleague };
			}),
	);
});
