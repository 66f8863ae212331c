import { levelAt, levelOf, type RuledPaper } from '#meeting/paper-rights.ts';
import type { PaperLevel } from '#meeting/plan.ts';
import { dateOf } from '../calendar.ts';
import type { Database } from '../client.ts';
import type { Standing } from '../meetings/read-standing.ts';
import type { MeetingDocument } from './documents.ts';
import { accessFor, unitOf } from './paper-access.ts';

export type DossierPaper = Pick<MeetingDocument, 'itemId' | 'label' | 'access' | 'recalled' | 'withdrawn'>;

/** What the reader of a dossier was let do with a paper, and what they may by now: nothing, where it is recalled or past its day. */
export interface PaperStanding {
	readonly given: PaperLevel;
	readonly now: PaperLevel;
}

/**
 * Who handles a meeting's papers reads all of them that were not recalled; others by the rule that the live meeting follows as well.
 * `meeting`: with the papers' items in its agenda; `now`: ms since the epoch
 */
export function standingOf(
	db: Database,
	meeting: Standing,
	{ participantId, isHandler, now }: { participantId: string; isHandler: boolean; now: number },
): (paper: DossierPaper) => PaperStanding {
	let unitId: string | null | undefined;
	/** asked for where a unit was chosen */
	const ownUnit = () => (unitId ??= unitOf(db, participantId, dateOf(meeting.startsAt)));
	return ({ itemId, label, access: chosen, recalled, withdrawn }) => {
		if (isHandler) return { given: 'download', now: recalled || withdrawn ? 'none' : 'download' };
		const byUnit = chosen.readers.some(({ kind }) => kind === 'unit');
		const access = accessFor(chosen, [{ id: participantId, unitId: byUnit ? ownUnit() : null }]);
		const back = { ...(recalled && { recalled }), ...(withdrawn && { withdrawn }) };
		const paper: RuledPaper = { itemId, label, ...(access && { access }), ...back };
		return { given: levelOf(meeting, participantId, paper), now: levelAt(meeting, participantId, paper, now) };
	};
}
