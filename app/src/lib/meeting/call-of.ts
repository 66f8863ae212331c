import type { MeetingState } from '#meeting/state.ts';

/** What asks for this person at once, whatever they look at: their ballot, or the floor. Empty: nothing does. */
export function callOf({ floor, votes }: MeetingState, me: string): string {
	const vote = votes.at(-1);
	const asked = vote?.phase === 'open' && vote.entitled.some((each) => each.personId === me);
	if (asked && !vote.voted.includes(me)) return `vote ${vote.id}`;
	return floor.holder?.participantId === me ? `floor ${floor.holder.from}` : '';
}
