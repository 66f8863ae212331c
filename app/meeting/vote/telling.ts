import { seesItem, withheld, type TellingOf, type View } from '../reader.ts';
import type { Vote, VoteEvent } from './events.ts';

/**
 * A vote on a closed item is told to those who may see the item. Of an open one everybody else learns who has voted; how,
 * and with what result, when it is published (a named ballot is a public record from then on).
 */
export const voteTelling: TellingOf<VoteEvent> = {
	'vote-opened': (event, view) => (seesItem(view, event.vote.itemId) ? event : withheld),
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

const seenVote = (view: View, id: string): Vote | undefined =>
	view.state.votes.find((vote) => vote.id === id && seesItem(view, vote.itemId));

export const redactVotes = (votes: readonly Vote[], view: View): readonly Vote[] =>
	votes
		.filter(({ itemId }) => seesItem(view, itemId))
		.map((vote) => (vote.phase === 'published' || view.reader.results ? vote : { ...vote, result: null, ballots: {} }));
