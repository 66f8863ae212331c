import type { Session } from '#db/auth/sessions.ts';
import type { Database } from '#db/client.ts';
import { openFile, type OpenedFile } from '#db/documents/documents.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { services } from '#live/services.ts';
import type { PaperLevel } from '#meeting/plan.ts';
import { error } from '@sveltejs/kit';
import { orErrorPage } from './current.ts';
import { paperStanding } from './paper-access.ts';
import { mayIn } from './standing.ts';

interface Readable {
	readonly paper: OpenedFile;
	/** what whoever asks may do with it: more than nothing */
	readonly level: PaperLevel;
}

/**
 * One version of a paper, for whoever may read it by now. Others get an error page: whether there is such a paper is told to
 * those alone who could read it (404); these hear that it was recalled, or is past its day (410).
 */
export async function requireReadablePaper(db: Database, session: Session, versionId: string): Promise<Readable> {
	const paper = await orErrorPage(() => openFile(db, services().dataDir, versionId));
	const standing = requireStanding(db, { ...paper, participantId: session.participantId });
	const { given, now: level } = paperStanding(standing, session, Date.now())(paper);
	// A draft is shown to nobody but those who prepare it, and neither are its papers.
	const isShown = standing.status !== 'draft' || mayIn(session, standing, 'handle-papers');
	if (given === 'none' || !isShown) error(404, 'not-found');
	if (level === 'none') error(410, whyShut(paper));
	return { paper, level };
}

const whyShut = ({ recalled, withdrawn }: OpenedFile): string =>
	recalled ? 'paper-recalled' : withdrawn ? 'paper-withdrawn' : 'paper-expired';
