import type { RuleSet } from '#meeting/rule-set.ts';

/** The least number of votes for that passes, by the rule frozen with the vote. */
export function neededFor({ comparison, fraction }: RuleSet, base: number): number {
	const product = base * fraction.numerator;
	const { denominator } = fraction;
	return comparison === '>' ? Math.floor(product / denominator) + 1 : Math.ceil(product / denominator);
}

/** Share of a bar's length, 0…100, for drawing alone. */
export const share = (count: number, of: number): number => (of === 0 ? 0 : Math.min(100, (count / of) * 100));
