import type { MeetingState } from '../state.ts';
import type { Choice } from './events.ts';

/** By vote: what one person chose in named votes that are not published yet. */
export type OwnBallots = Readonly<Record<string, Choice>>;

/** `state`: the whole one, as the server has it; a reader's holds no choices. */
export function ownBallotsOf({ votes }: MeetingState, personId: string): OwnBallots {
	const own = votes.flatMap(({ id, phase, ballots }) => {
		const choice = ballots[personId];
		return phase === 'published' || choice === undefined ? [] : [[id, choice] as const];
	});
	return Object.fromEntries(own);
}
