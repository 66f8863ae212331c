import type { Recorded } from '../record.ts';
import type { Vote } from './events.ts';

export function evolveVotes(votes: readonly Vote[], { at, event }: Recorded): readonly Vote[] {
	switch (event.type) {
		case 'vote-opened':
			return [
				...votes,
				{
					...event.vote,
					phase: 'open',
					openedAt: at,
					closedAt: null,
					voted: [],
					ballots: {},
					result: null,
					cancelledBecause: null,
				},
			];
		case 'ballot-cast':
			return change(votes, event.voteId, (vote) => ({
				...vote,
				voted: vote.voted.includes(event.personId) ? vote.voted : [...vote.voted, event.personId].sort(),
				ballots: event.choice === null ? vote.ballots : { ...vote.ballots, [event.personId]: event.choice },
			}));
		case 'vote-closed':
			return change(votes, event.voteId, (vote) => ({ ...vote, phase: 'closed', closedAt: at, result: event.result }));
		case 'vote-published':
			return change(votes, event.voteId, (vote) => ({
				...vote,
				phase: 'published',
				result: event.result,
				ballots: event.ballots ?? vote.ballots,
			}));
		case 'vote-cancelled':
			return change(votes, event.voteId, (vote) => ({
				...vote,
				phase: 'cancelled',
				closedAt: vote.closedAt ?? at,
				cancelledBecause: event.reason,
			}));
		default:
			return votes;
	}
}

const change = (votes: readonly Vote[], id: string, to: (vote: Vote) => Vote) =>
	votes.map((vote) => (vote.id === id ? to(vote) : vote));
