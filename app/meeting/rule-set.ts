import * as v from 'valibot';
import { isSameJson } from './same-json.ts';

/**
 * How a body decides, as data (Luật 72/2025/QH15, Điều 35 and 40; the quorum is a matter of each body's working
 * regulation). Fractions are integers and are compared by cross-multiplication, never in floating point.
 */
const positive = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

/** Whom the share is taken of. `all`: every seat of the body; `current`: seats that are filled; `present`; `cast`. */
const baseSchema = v.picklist(['all', 'current', 'present', 'cast']);

const fractionSchema = v.pipe(
	v.object({ numerator: positive, denominator: positive }),
	v.check((fraction) => fraction.numerator <= fraction.denominator, 'fraction-above-one'),
);

export const ruleSetSchema = v.object({
	base: baseSchema,
	fraction: fractionSchema,
	/** `>`: more than the fraction; `>=`: at least the fraction. */
	comparison: v.picklist(['>', '>=']),
	/** On a tie the side that the chair voted for decides (Điều 40), or the motion fails. */
	tie: v.picklist(['chair', 'fails']),
	/** The least number present for the body to decide; null: the body's regulation sets none. */
	quorum: v.nullable(v.object({ base: v.picklist(['all', 'current']), fraction: fractionSchema })),
	substituteMayVote: v.boolean(),
	/** May a voter change a named ballot before the close? */
	mayChangeBallot: v.boolean(),
});

export type Base = v.InferOutput<typeof baseSchema>;
export type Fraction = v.InferOutput<typeof fractionSchema>;
export type RuleSet = v.InferOutput<typeof ruleSetSchema>;

/** More than half of all members; on a tie the chair's side (UBND, Luật 72/2025/QH15, Điều 40). */
export const majorityOfAllMembers: RuleSet = {
	base: 'all',
	fraction: { numerator: 1, denominator: 2 },
	comparison: '>',
	tie: 'chair',
	quorum: { base: 'all', fraction: { numerator: 2, denominator: 3 } },
	substituteMayVote: false,
	mayChangeBallot: false,
};

/** Rules that the law names, for a vote that needs another than the body's own (Luật 72/2025/QH15, Điều 35, 40, 49). */
export const rulesOfLaw = {
	/** more than half of all members */
	majority: majorityOfAllMembers,
	/** at least two thirds of all: removing a delegate (Điều 35) */
	'two-thirds': { ...majorityOfAllMembers, fraction: { numerator: 2, denominator: 3 }, comparison: '>=', tie: 'fails' },
	/** more than two thirds of those in office: a council under strength (Điều 49) */
	'two-thirds-current': {
		...majorityOfAllMembers,
		base: 'current',
		fraction: { numerator: 2, denominator: 3 },
		tie: 'fails',
		quorum: { base: 'current', fraction: { numerator: 2, denominator: 3 } },
	},
	/** more than half of those present: how a meeting proceeds, not what it decides */
	present: { ...majorityOfAllMembers, base: 'present', tie: 'chair', quorum: null },
} satisfies Record<string, RuleSet>;

/** A rule as it may be named beside another: whether ballots may be changed is asked for each vote. */
const decidesAlike = ({ mayChangeBallot: _, ...one }: RuleSet, { mayChangeBallot: _of, ...other }: RuleSet): boolean =>
	isSameJson(one, other);

/** Whether a vote may be counted by this rule: the law's, or one of those that the body or the meeting has. */
export const isRuleOf = (rule: RuleSet, own: readonly RuleSet[]): boolean =>
	[...Object.values(rulesOfLaw), ...own].some((each) => decidesAlike(rule, each));

/** Compares `count / base` with the fraction exactly: `count · denominator` against `base · numerator`. */
export function reaches(count: number, base: number, fraction: Fraction, comparison: '>' | '>='): boolean {
	const left = BigInt(count) * BigInt(fraction.denominator);
	const right = BigInt(base) * BigInt(fraction.numerator);
	return comparison === '>' ? left > right : left >= right;
}
