import { mayReadPaper, type RuledPaper } from './paper-rights.ts';
import { participantIn, type Agenda, type Participation } from './plan.ts';

/** For whom a mark on a paper is: everybody in the meeting who may read the paper; of these, chair and secretaries alone. */
export const sharedLayers = ['meeting', 'secretariat'] as const;
export type SharedLayer = (typeof sharedLayers)[number];

interface OfSomebody {
	readonly authorId: string;
	readonly layer: SharedLayer;
}

const secretariat = ['chair', 'secretary'] as const;

const isOfSecretariat = (plan: Participation, participantId: string): boolean =>
	participantIn(plan, participantId)?.roles.some((role) => secretariat.some((each) => each === role)) ?? false;

/** Whether somebody who may read the paper is shown the mark on it. */
export const isShownTo = (plan: Participation, participantId: string, { authorId, layer }: OfSomebody): boolean =>
	participantIn(plan, participantId) !== undefined &&
	(layer === 'meeting' || authorId === participantId || isOfSecretariat(plan, participantId));

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
