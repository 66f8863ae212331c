import { dateOf } from '#db/calendar.ts';
import { listDocuments } from '#db/documents/documents.ts';
import { confirmGone, listReceipts } from '#db/documents/paper-receipts.ts';
import { nameParticipants } from '#db/meetings/participants.ts';
import type { PaperReceipt } from '#lib/dossier/receipts.ts';
import { meetingLoad } from '#lib/server/guard.ts';
import { readerOf } from '#lib/server/paper-access.ts';
import { services } from '#live/services.ts';
import { error } from '@sveltejs/kit';
import type { RequestEvent } from './$types.js';

/** Who received and who opened `?paper=`, on which device, for those who handle the meeting's papers. */
export const GET = meetingLoad('handle-papers', ({ db, meeting }, { url }: RequestEvent) => {
	const paperId = url.searchParams.get('paper') ?? '';
	if (!listDocuments(db, meeting.id).some(({ id }) => id === paperId)) error(404, 'not-found');
	services().receipts.flush();
	const receipts = listReceipts(db, paperId);
	const names = nameParticipants(
		db,
		receipts.map(({ participantId }) => participantId),
		dateOf(meeting.startsAt),
	);
	const told: PaperReceipt[] = receipts.map((receipt) => ({
		...receipt,
		name: names.get(receipt.participantId) ?? '',
	}));
	return Response.json(told);
});

/** This device holds nothing any more of what was recalled of the meeting's papers. Answered once it is written. */
export const POST = meetingLoad('see-meeting', ({ db, meeting, session, now }, _: RequestEvent) => {
	services().receipts.flush();
	confirmGone(db, meeting.id, readerOf(session), now);
	return new Response(null, { status: 204 });
});
