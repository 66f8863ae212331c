import type { DocumentVersion, MeetingDocument } from '#db/documents/documents.ts';
import type { Meeting } from '#db/meetings/read-meeting.ts';

/** A meeting's dossier without its papers, which are filtered by what the reader may see. */
export type Dossier = Omit<Meeting, 'documents'>;

export interface DossierPaper extends MeetingDocument {
	/** superseded versions, newest first */
	readonly earlier: readonly DocumentVersion[];
}
