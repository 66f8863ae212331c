import { seesItem, withheld, type TellingOf, type View } from '../reader.ts';
import type { Vote, VoteEvent } from './events.ts';

/**
 * A vote on a closed item is told to those who may see the item, and to those on its list: whose ballot it admits, reads what
 * it is about, whatever a revision has made of them since. Of an open one everybody else learns who has voted; how,
 * and with what result, when it is published (a named ballot is a public record from then on).
 */
export const voteTelling: TellingOf<VoteEvent> = {
	'vote-opened': (event, view) => (seesVote(view, event.vote) ? event : withheld),
	'ballot-cast': (event, view) => {
		if (!seenVote(view, event.voteId)) return withheld;
		return view.reader.results ? event : { ...event, choice: null };
	},
	'vote-closed': (event, view) => {
		if (!seenVote(view, event.voteId)) return withheld;
		return view.reader.results ? event : { ...event, result: null };
	},
	'vote-published': (event, view) => {
		const vote = seenVote(view, event.voteId);
		if (!vote) return withheld;
		return view.reader.results ? event : { ...event, ballots: vote.ballots };
	},
	'vote-cancelled': (event, view) => (seenVote(view, event.voteId) ? event : withheld),
};

const seesVote = (view: View, { id, itemId }: Pick<Vote, 'id' | 'itemId'>): boolean =>
	seesItem(view, itemId) || view.reader.lists.includes(id);

/** The votes that somebody sees by their lists alone. */
export const listsOf = (
	{ votes }: { readonly votes: readonly Vote[] },
	view: Omit<View, 'state'>,
	readerId: string,
): string[] =>
	votes
		.filter((vote) => !seesItem(view, vote.itemId) && vote.entitled.some(({ personId }) => personId === readerId))
		.map(({ id }) => id);

const seenVote = (view: View, id: string): Vote | undefined =>
	view.state.votes.find((vote) => vote.id === id && seesVote(view, vote));

export const redactVotes = (votes: readonly Vote[], view: View): readonly Vote[] =>
	votes
		.filter((vote) => seesVote(view, vote))
		.map((vote) => (vote.phase === 'published' || view.reader.results ? vote : { ...vote, result: null, ballots: {} }));
