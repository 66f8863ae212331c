import type { PaperDetails } from '#db/documents/edit-document.ts';
import type { DocumentVersion, MeetingDocument } from '#db/documents/documents.ts';
import type { PaperSignatures } from '#db/documents/paper-signatures.ts';
import type { ChosenAccess } from '#db/documents/paper-access.ts';
import type { MeetingParticipant } from '#db/meetings/participants.ts';
import type { Meeting } from '#db/meetings/read-meeting.ts';
import type { PaperLevel } from '#meeting/plan.ts';
import { packRows, unpackRows, type PackedRows } from '../packed-rows.ts';

/** Of a participant what pages show. */
interface ShownParticipant extends Omit<MeetingParticipant, 'unitId' | 'unitCode'> {
	/** of the body that meets */
	readonly isMember: boolean;
}

/** A meeting's dossier as its pages show it, without its papers, which are filtered by what the reader may see. */
export interface Dossier extends Omit<Meeting, 'documents' | 'participants' | 'body'> {
	readonly participants: readonly ShownParticipant[];
	readonly body: { readonly id: string; readonly name: string } | null;
}

/** On its way to a page: its lists of hundreds as text. */
interface SentDossier extends Omit<Dossier, 'participants' | 'unitIds'> {
	readonly participants: PackedRows<ShownParticipant>;
	readonly unitIds: PackedRows<string>;
}

export function sendDossier({ documents: _, participants, unitIds, body, ...rest }: Meeting): SentDossier {
	const members = new Set(body?.members.map(({ personId }) => personId));
	return {
		...rest,
		participants: packRows(
			participants.map(({ unitId: _id, unitCode: _code, ...shown }) => ({ ...shown, isMember: members.has(shown.id) })),
		),
		unitIds: packRows(unitIds),
		body: body && { id: body.id, name: body.name },
	};
}

export const readDossier = ({ participants, unitIds, ...rest }: SentDossier): Dossier => ({
	...rest,
	participants: unpackRows(participants),
	unitIds: unpackRows(unitIds),
});

export interface DossierPaper extends Omit<MeetingDocument, 'access'> {
	/** what the reader of the page may do with it by now; `none`: it is recalled, or past its day */
	readonly level: PaperLevel;
	/** ms since the epoch: read before it; null: for good */
	readonly until: number | null;
	/** for those who handle the papers: for whom it is */
	readonly chosen: ChosenAccess | null;
	/** for the same: what a form of it begins with */
	readonly details: PaperDetails | null;
	/** what the signatures of its current version say; null: it has none, or nobody looked */
	readonly signed: PaperSignatures | null;
	/** superseded versions, newest first */
	readonly earlier: readonly DocumentVersion[];
}
