import type { Session } from '#db/auth/sessions.ts';
import { dateOf } from '#db/calendar.ts';
import type { MeetingDocument } from '#db/documents/documents.ts';
import { accessFor, unitOf } from '#db/documents/paper-access.ts';
import type { Standing } from '#db/meetings/read-standing.ts';
import { services } from '#live/services.ts';
import { levelAt, levelOf, type RuledPaper } from '#meeting/paper-rights.ts';
import type { PaperLevel } from '#meeting/plan.ts';
import { mayIn } from './standing.ts';

/** This sign-in, as receipts know it. */
export const readerOf = ({ participantId, key }: Session) => ({ participantId, sessionKey: key });

type DossierPaper = Pick<MeetingDocument, 'itemId' | 'label' | 'access' | 'recalled' | 'withdrawn'>;

/** What the reader of a dossier was let do with a paper, and what they may by now: nothing, where it is recalled or past its day. */
export interface PaperStanding {
	readonly given: PaperLevel;
	readonly now: PaperLevel;
}

/**
 * Who handles a meeting's papers reads all of them that were not recalled; others by the rule that the live meeting follows as
 * well. `meeting`: with the papers' items in its agenda
 */
export function paperStanding(
	meeting: Standing,
	session: Session,
	now: number,
): (paper: DossierPaper) => PaperStanding {
	return standingOf(meeting, session.participantId, mayIn(session, meeting, 'handle-papers'), now);
}

/** The same of somebody in the meeting, whoever asks. */
export const standingFor = (meeting: Standing, participantId: string, now: number) =>
	standingOf(meeting, participantId, false, now);

function standingOf(
	meeting: Standing,
	participantId: string,
	isHandler: boolean,
	now: number,
): (paper: DossierPaper) => PaperStanding {
	let unitId: string | null | undefined;
	/** asked for where a unit was chosen */
	const ownUnit = () => (unitId ??= unitOf(services().db, participantId, dateOf(meeting.startsAt)));
	return ({ itemId, label, access: chosen, recalled, withdrawn }) => {
		if (isHandler) return { given: 'download', now: recalled || withdrawn ? 'none' : 'download' };
		const byUnit = chosen.readers.some(({ kind }) => kind === 'unit');
		const access = accessFor(chosen, [{ id: participantId, unitId: byUnit ? ownUnit() : null }]);
		const back = { ...(recalled && { recalled }), ...(withdrawn && { withdrawn }) };
		const paper: RuledPaper = { itemId, label, ...(access && { access }), ...back };
		return { given: levelOf(meeting, participantId, paper), now: levelAt(meeting, participantId, paper, now) };
	};
}

/** Whether its pages may be read by now. */
export const mayOpenPaper = (meeting: Standing, session: Session, paper: DossierPaper, now: number): boolean =>
	paperStanding(meeting, session, now)(paper).now !== 'none';
