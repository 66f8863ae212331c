import type { Vote } from './events.ts';

/** Whether somebody is on the list of a vote that is open: it, and not the plan, admits a ballot. */
export const isVoting = ({ votes }: { readonly votes: readonly Vote[] }, personId: string): boolean =>
	votes.some((vote) => vote.phase === 'open' && vote.entitled.some((each) => each.personId === personId));
