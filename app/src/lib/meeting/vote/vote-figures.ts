import type { RuleSet } from '#meeting/rule-set.ts';
import type { Vote, VoteResult } from '#meeting/vote/events.ts';

/** `66,67`: per cent with two decimals, rounded half up in integers, so that no result hangs on floating point. */
export function percentOf(count: number, base: number, decimalMark: string): string {
	if (base === 0) return '0';
	const hundredths = (BigInt(count) * 20_000n + BigInt(base)) / (2n * BigInt(base));
	const decimals = hundredths % 100n;
	const whole = hundredths / 100n;
	return decimals === 0n
		? String(whole)
		: `${whole}${decimalMark}${String(decimals).padStart(2, '0').replace(/0$/, '')}`;
}

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
