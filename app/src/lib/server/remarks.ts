import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { openFile } from '#db/documents/documents.ts';
import { longestRemark } from '#db/meetings/remarks.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { services } from '#live/services.ts';
import { accessOfItem, maySee } from '#meeting/plan.ts';
import type { MeetingAsking } from './guard.ts';
import { mayOpenPaper } from './paper-access.ts';

interface Asked {
	readonly on: { readonly itemId: string | null; readonly versionId: string | null };
	readonly page: number | null;
	readonly text: string;
}

/**
 * What a remark is on, for whom may see that by now: of a paper its item, too.
 * @throws DataError `not-found` (no such item or paper to them, or not that page), `malformed` (too long)
 */
export function placeOfRemark(asking: MeetingAsking, { on, page, text }: Asked) {
	if (text.trim().length > longestRemark) throw new DataError('malformed', asking.meeting.id);
	const { itemId, versionId } = on;
	if (versionId !== null) {
		const paper = requireOpenPaper(asking, versionId);
		if (page !== null && page > (paper.pages ?? Infinity)) throw new DataError('not-found', versionId);
		return { itemId: paper.itemId, versionId, page };
	}
	if (itemId !== null) {
		const standing = standingAt(asking.db, asking, itemId);
		const isOf = standing.agenda.some(({ id }) => id === itemId);
		if (!isOf || !maySee(standing, asking.session.participantId, accessOfItem(standing, itemId)))
			throw new DataError('not-found', itemId);
	}
	return { itemId, versionId: null, page: null };
}

const standingAt = (db: Database, { meeting, session }: MeetingAsking, itemId: string | null) =>
	requireStanding(db, { meetingId: meeting.id, itemId, participantId: session.participantId });

function requireOpenPaper(asking: MeetingAsking, versionId: string) {
	const { db, meeting, session, now } = asking;
	const paper = openFile(db, services().dataDir, versionId);
	if (paper.meetingId !== meeting.id || !mayOpenPaper(standingAt(db, asking, paper.itemId), session, paper, now))
		throw new DataError('not-found', versionId);
	return paper;
}
