import { reaches, type Base } from '../rule-set.ts';
import type { Choice, Tally, VoteDefinition, VoteResult } from './events.ts';

export interface Counted {
	readonly vote: VoteDefinition;
	readonly tally: Tally;
	/** entitled persons present at the close */
	readonly present: number;
	/** how the chair voted in a named vote; null: did not vote, or the vote is secret */
	readonly chairChoice: Choice | null;
}

/** Counts a vote by the rule frozen with it. Exact: integers only. */
export function countVote({ vote, tally, present, chairChoice }: Counted): VoteResult {
	const returned = tally.for + tally.against + tally.abstain;
	const base = baseOf(vote, present, returned);
	const { rule } = vote;
	// A tie is a matter of halves: where a rule asks for two thirds, one half has failed, whatever the chair's side.
	const byHalves = isHalf(rule.fraction.numerator, rule.fraction.denominator);
	const tied = byHalves && tally.for === tally.against && tally.for > 0 && isHalf(tally.for, base);
	const passesByRule = base > 0 && reaches(tally.for, base, rule.fraction, rule.comparison);
	// A chair who abstained, or whose ballot is secret, has no side: the motion fails.
	const chairDecides = rule.tie === 'chair' && (chairChoice === 'for' || chairChoice === 'against');
	const tieDecidedBy = !tied || passesByRule ? null : chairDecides ? 'chair' : 'fails';
	return {
		entitled: vote.entitled.length,
		present,
		issued: vote.entitled.length,
		returned,
		// An electronic ballot is one of the three choices, so that none is invalid.
		valid: returned,
		invalid: 0,
		...tally,
		notVoted: vote.entitled.length - returned,
		base,
		passed: passesByRule || (tieDecidedBy === 'chair' && chairChoice === 'for'),
		tieDecidedBy,
	};
}

const isHalf = (count: number, base: number) => count * 2 === base;

function baseOf(vote: VoteDefinition, present: number, returned: number): number {
	const sizes: Record<Base, number> = { all: vote.seats, current: vote.entitled.length, present, cast: returned };
	return sizes[vote.rule.base];
}
