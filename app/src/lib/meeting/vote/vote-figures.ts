import type { RuleSet } from '#meeting/rule-set.ts';
import type { Vote, VoteResult } from '#meeting/vote/events.ts';

/** The least number of votes for that passes, by the rule frozen with the vote. */
export function neededFor({ comparison, fraction }: RuleSet, base: number): number {
	const product = base * fraction.numerator;
	const { denominator } = fraction;
	return comparison === '>' ? Math.floor(product / denominator) + 1 : Math.ceil(product / denominator);
}

/** What a share is taken of while a vote runs; `present` is known only at its close. */
export function baseOf(vote: Vote, result: VoteResult | null): number {
	if (result) return result.base;
	return vote.rule.base === 'all' ? vote.seats : vote.entitled.length;
}

/** Share of a bar's length, 0…100, for drawing alone. */
export const share = (count: number, of: number): number => (of === 0 ? 0 : Math.min(100, (count / of) * 100));
