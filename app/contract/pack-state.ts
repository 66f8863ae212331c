import type { MeetingState } from '#meeting/state.ts';
import type { Choice, Entitled, Vote } from '#meeting/vote/events.ts';

/** What one person did in a vote, a letter each: a day of votes repeats hundreds of names, and a letter is enough. */
const letters = { for: 'f', against: 'a', abstain: 'x', voted: 'v', none: '-' } as const;
const choiceOf: Readonly<Record<string, Choice>> = { f: 'for', a: 'against', x: 'abstain' };

type PackedVote = Omit<Vote, 'entitled' | 'voted' | 'ballots'> & {
	/** which of the rolls has who may vote */
	readonly roll: number;
	/** a letter for each person on the roll, in its order */
	readonly cast: string;
};

type PackedState = Omit<MeetingState, 'votes'> & {
	/** lists of who may vote, each once */
	readonly rolls: readonly (readonly Entitled[])[];
	readonly votes: readonly PackedVote[];
};

/** A meeting's state as text for a device that comes in: JSON in which votes share their lists of voters. */
export function packState({ votes, ...state }: MeetingState): string {
	const rolls = new Map<string, { readonly index: number; readonly entitled: readonly Entitled[] }>();
	const packed = votes.map(({ entitled, voted, ballots, ...vote }): PackedVote => {
		const key = JSON.stringify(entitled);
		const roll = rolls.get(key) ?? { index: rolls.size, entitled };
		rolls.set(key, roll);
		const took = new Set(voted);
		const letterOf = ({ personId }: Entitled) => {
			const choice = ballots[personId];
			return choice === undefined ? letters[took.has(personId) ? 'voted' : 'none'] : letters[choice];
		};
		return { ...vote, roll: roll.index, cast: entitled.map(letterOf).join('') };
	});
	const text: PackedState = { ...state, rolls: [...rolls.values()].map((roll) => roll.entitled), votes: packed };
	return JSON.stringify(text);
}

/** The way back; `text` comes from `packState`. */
export function unpackState(text: string): MeetingState {
	const { rolls, votes, ...state } = JSON.parse(text) as PackedState;
	return {
		...state,
		votes: votes.map(({ roll, cast, ...vote }): Vote => {
			const entitled = rolls[roll] ?? [];
			const done = entitled.map(({ personId }, index) => [personId, cast[index] ?? letters.none] as const);
			const named = done.flatMap(([personId, letter]) => {
				const choice = choiceOf[letter];
				return choice === undefined ? [] : [[personId, choice] as const];
			});
			const voted = done.filter(([, letter]) => letter !== letters.none).map(([personId]) => personId);
			return { ...vote, entitled, voted: voted.sort(), ballots: Object.fromEntries(named) };
		}),
	};
}
