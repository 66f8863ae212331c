import { mayReadPaper, type RuledPaper } from './paper-rights.ts';
import { participantIn, type Agenda, type Participation } from './plan.ts';

/**
 * For whom a mark on a paper is: everybody in the meeting who may read the paper; of these, chair and secretaries alone, the people
 * of the author's own unit, or whom the author has chosen by name.
 */
export const sharedLayers = ['meeting', 'secretariat', 'unit', 'chosen'] as const;
export type SharedLayer = (typeof sharedLayers)[number];

/** So many people one mark is shown to by name. */
export const mostChosen = 50;

/** A mark that its author shows to others: it is kept, and told, as it is. */
export interface SharedMark {
	/** made up by the device that drew it */
	readonly id: string;
	readonly versionId: string;
	/** from 1 */
	readonly page: number;
	readonly layer: SharedLayer;
	/** participants' ids: of the layer `chosen`, and of it alone */
	readonly readers?: readonly string[] | undefined;
	/** a participant of the meeting */
	readonly authorId: string;
	/** said with each: the author may have left the meeting, and who reads outside it has no list of who takes part */
	readonly authorName: string;
	/** ms since the epoch, by the server */
	readonly sharedAt: number;
	/** what it is, as app/src/lib/marks/mark.ts has it; null: it was withdrawn, or taken off */
	readonly content: unknown;
}

interface OfSomebody {
	readonly authorId: string;
	readonly layer: SharedLayer;
	/** by their ids: those who were chosen, or by now are of the author's unit */
	readonly readers?: readonly string[] | undefined;
}

const secretariat = ['chair', 'secretary'] as const;

const isOfSecretariat = (plan: Participation, participantId: string): boolean =>
	participantIn(plan, participantId)?.roles.some((role) => secretariat.some((each) => each === role)) ?? false;

/** Whether somebody who may read the paper is shown the mark on it. A room's screen is everybody's: it shows what is for the meeting. */
export function isShownTo(
	plan: Participation,
	participantId: string,
	{ authorId, layer, readers }: OfSomebody,
): boolean {
	const participant = participantIn(plan, participantId);
	if (!participant) return false;
	if (layer === 'meeting') return true;
	if (participant.kind === 'site') return false;
	if (authorId === participantId) return true;
	return layer === 'secretariat' ? isOfSecretariat(plan, participantId) : (readers?.includes(participantId) ?? false);
}

/** The same of a paper that stands in the plan. @param now ms since the epoch */
export const seesSharedMark = (
	plan: Participation & Agenda,
	participantId: string,
	paper: RuledPaper,
	mark: OfSomebody,
	now: number,
): boolean => mayReadPaper(plan, participantId, paper, now) && isShownTo(plan, participantId, mark);

/** Who has made it withdraws it; chair and secretaries take it off the paper. */
export const mayTakeOff = (plan: Participation, participantId: string, { authorId }: OfSomebody): boolean =>
	participantIn(plan, participantId) !== undefined &&
	(authorId === participantId || isOfSecretariat(plan, participantId));
