import type { MeetingState } from '#meeting/state.ts';
import type { Vote } from '#meeting/vote/events.ts';

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
