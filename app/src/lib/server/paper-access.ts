import type { Session } from '#db/auth/sessions.ts';
import { standingOf, type DossierPaper, type PaperStanding } from '#db/documents/paper-standing.ts';
import type { Standing } from '#db/meetings/read-standing.ts';
import { services } from '#live/services.ts';
import { mayIn } from './standing.ts';

/** This sign-in, as receipts know it. */
export const readerOf = ({ participantId, key }: Session) => ({ participantId, sessionKey: key });

/** Of whoever is signed in. `meeting`: with the papers' items in its agenda */
export function paperStanding(
	meeting: Standing,
	session: Session,
	now: number,
): (paper: DossierPaper) => PaperStanding {
	const isHandler = mayIn(session, meeting, 'handle-papers');
	return standingOf(services().db, meeting, { participantId: session.participantId, isHandler, now });
}

/** Whether its pages may be read by now. */
export const mayOpenPaper = (meeting: Standing, session: Session, paper: DossierPaper, now: number): boolean =>
	paperStanding(meeting, session, now)(paper).now !== 'none';
