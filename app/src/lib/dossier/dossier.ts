import type { DocumentVersion, MeetingDocument } from '#db/documents/documents.ts';
import type { Meeting } from '#db/meetings/read-meeting.ts';
import { participantLines, readParticipantLines, type ShownParticipant } from './participant-lines.ts';

/** A meeting's dossier as its pages show it, without its papers, which are filtered by what the reader may see. */
export interface Dossier extends Omit<Meeting, 'documents' | 'participants' | 'body'> {
	readonly participants: readonly ShownParticipant[];
	readonly body: { readonly id: string; readonly name: string } | null;
}

/** On its way to a page: its lists of hundreds as text. */
interface SentDossier extends Omit<Dossier, 'participants' | 'unitIds'> {
	readonly participants: string;
	readonly unitIds: string;
}

export function sendDossier({ documents: _, participants, unitIds, body, ...rest }: Meeting): SentDossier {
	const members = new Set(body?.members.map(({ personId }) => personId));
	return {
		...rest,
		participants: participantLines(participants, members),
		unitIds: unitIds.join(' '),
		body: body && { id: body.id, name: body.name },
	};
}

export const readDossier = ({ participants, unitIds, ...rest }: SentDossier): Dossier => ({
	...rest,
	participants: readParticipantLines(participants),
	unitIds: unitIds.split(' ').filter((id) => id !== ''),
});

export interface DossierPaper extends MeetingDocument {
	/** superseded versions, newest first */
	readonly earlier: readonly DocumentVersion[];
}
