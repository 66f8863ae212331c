import type { MeetingState } from '#meeting/state.ts';
import type { Vote } from '#meeting/vote/events.ts';
import { isVoting } from '#meeting/vote/is-voting.ts';

/**
 * The vote that concerns this person now: an open one; a closed one, for who sees its result already; the last published one,
 * until they have put its result away.
 */
export function currentVote(state: MeetingState, seesResults: boolean, seenVoteId: string | null): Vote | undefined {
	const last = state.votes.at(-1);
	if (!last || last.phase === 'cancelled') return undefined;
	if (last.phase === 'published') return last.id === seenVoteId ? undefined : last;
	return last.phase === 'open' || seesResults ? last : undefined;
}

/**
 * A vote waits for this person's hand, who does it without scrolling: on a low screen, a phone on its side, it has all of it.
 * `runs`: they close and publish it. Who has voted has the meeting back.
 */
export const isInHand = (vote: Vote | undefined, me: string, runs: boolean): boolean =>
	vote !== undefined &&
	vote.phase !== 'published' &&
	(runs || (isVoting({ votes: [vote] }, me) && !vote.voted.includes(me)));
