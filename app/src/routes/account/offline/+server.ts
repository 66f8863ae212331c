import { heldSchema, type Held, type Lease } from '#contract/offline.ts';
import { listDocuments, listVersions } from '#db/documents/documents.ts';
import { declareHeld } from '#db/documents/held-copies.ts';
import { listAgenda } from '#db/meetings/agenda.ts';
import { accountLoad, mayNow, standingOr404, type Asking } from '#lib/server/guard.ts';
import { readJson } from '#lib/server/json-body.ts';
import { paperStanding, readerOf } from '#lib/server/paper-access.ts';
import { nextTurn } from '#live/next-turn.ts';
import { services } from '#live/services.ts';
import { isHttpError } from '@sveltejs/kit';
import type { RequestEvent } from './$types.js';

/**
 * What this device holds of papers to be read without a network, as it says: its lease is renewed for what may still be read, and
 * what it says no more that it holds is gone from it.
 */
export const PUT = accountLoad('use-own-account', async (asking, { request }: RequestEvent) => {
	const { db, session, now } = asking;
	const { device: before, meetings } = await readJson(request, heldSchema);
	const { offlineLease: lasts, receipts } = services();
	const kept: HeldMeeting[] = [];
	for (const held of meetings) {
		kept.push(...[readableOf(asking, held)].flat());
		// Of forty meetings nobody else waits for more than one.
		await nextTurn();
	}
	receipts.flush();
	const versionsOf = (held: readonly HeldMeeting[]) => held.flatMap(({ versionIds }) => versionIds);
	const copies = { said: versionsOf(meetings), may: versionsOf(kept), now, until: now + lasts };
	const device = declareHeld(db, { ...readerOf(session), before, ...copies });
	return Response.json({ device, readerId: session.participantId, lasts, meetings: kept } satisfies Lease);
});

type HeldMeeting = Held['meetings'][number];

/** Those of these versions that are the meeting's, and that whoever asks may read by now; nothing of a meeting that they may not see. */
function readableOf({ db, session, now }: Asking, { meetingId, versionIds }: HeldMeeting): HeldMeeting | [] {
	try {
		const meeting = standingOr404(session, meetingId);
		if (!mayNow('see-meeting', session, meeting)) return [];
		const standing = paperStanding({ ...meeting, agenda: listAgenda(db, meetingId) }, session, now);
		const held = new Set(versionIds);
		const readable = listDocuments(db, meetingId).filter((paper) => standing(paper).now !== 'none');
		const versions = readable.flatMap(({ id, current }) =>
			held.has(current.id) ? [current] : current.number > 1 ? listVersions(db, id) : [],
		);
		return { meetingId, versionIds: versions.map(({ id }) => id).filter((id) => held.has(id)) };
	} catch (thrown) {
		if (isHttpError(thrown, 404)) return [];
		throw thrown;
	}
}
