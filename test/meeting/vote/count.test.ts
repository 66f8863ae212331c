import { reaches, ruleSetSchema, type RuleSet } from '#meeting/rule-set.ts';
import { countVote } from '#meeting/vote/count.ts';
import type { Choice, VoteDefinition } from '#meeting/vote/events.ts';
import { plainMajority } from '#test/support/meeting.ts';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';

interface Case {
	readonly rule?: Partial<RuleSet>;
	readonly seats?: number;
	readonly entitled?: number;
	readonly present?: number;
	readonly votes: readonly [forIt: number, against: number, abstain: number];
	readonly chair?: Choice | null;
}

/** 40 seats, all filled, all present, more than half of all, unless it is said otherwise. */
function count({ rule, seats = 40, entitled = seats, present = entitled, votes, chair = null }: Case) {
	const vote: VoteDefinition = {
		id: 'vote',
		itemId: null,
		title: 'Thông qua',
		secret: false,
		rule: { ...plainMajority, ...rule },
		seats,
		entitled: Array.from({ length: entitled }, (_, index) => ({ personId: `person-${index}`, name: `${index}` })),
		chairId: 'person-0',
		repeats: null,
	};
	const [inFavour, against, abstain] = votes;
	return countVote({ vote, tally: { for: inFavour, against, abstain }, present, chairChoice: chair });
}

const twoThirds = { numerator: 2, denominator: 3 };

describe('more than half of all members', () => {
	test.each([
		{ votes: [20, 19, 1], passed: false },
		{ votes: [21, 19, 0], passed: true },
		{ votes: [21, 0, 0], passed: true },
		{ votes: [20, 0, 0], passed: false },
		{ votes: [0, 0, 0], passed: false },
	] as const)('$votes of 40 → $passed', ({ votes, passed }) => {
		expect(count({ votes })).toMatchObject({ passed, base: 40, tieDecidedBy: null });
	});
});

describe('20 for and 20 against, of 40', () => {
	test.each([
		{ tie: 'fails', chair: 'for', passed: false, tieDecidedBy: 'fails' },
		{ tie: 'chair', chair: 'for', passed: true, tieDecidedBy: 'chair' },
		{ tie: 'chair', chair: 'against', passed: false, tieDecidedBy: 'chair' },
		{ tie: 'chair', chair: 'abstain', passed: false, tieDecidedBy: 'fails' },
		{ tie: 'chair', chair: null, passed: false, tieDecidedBy: 'fails' },
	] as const)('tie rule $tie, chair $chair → $passed, by $tieDecidedBy', ({ tie, chair, passed, tieDecidedBy }) => {
		expect(count({ rule: { tie }, votes: [20, 20, 0], chair })).toMatchObject({ passed, tieDecidedBy });
	});

	test('is no tie where at least half is enough', () => {
		expect(count({ rule: { tie: 'fails', comparison: '>=' }, votes: [20, 20, 0] })).toMatchObject({
			passed: true,
			tieDecidedBy: null,
		});
	});

	test('is no tie where two thirds are needed, whatever the side of the chair', () => {
		const rule = { tie: 'chair', fraction: twoThirds, comparison: '>=' } as const;
		expect(count({ rule, votes: [20, 20, 0], chair: 'for' })).toMatchObject({ passed: false, tieDecidedBy: null });
	});
});

test.each([
	{ votes: [26, 14, 0], passed: false },
	{ votes: [27, 13, 0], passed: true },
] as const)('at least two thirds of all 40: $votes → $passed', ({ votes, passed }) => {
	expect(count({ rule: { fraction: twoThirds, comparison: '>=' }, votes })).toMatchObject({ passed });
});

test.each([
	{ votes: [20, 10, 0], passed: false },
	{ votes: [21, 9, 0], passed: true },
] as const)('under strength, more than two thirds of the 30 current of 45: $votes → $passed', ({ votes, passed }) => {
	const rule = { base: 'current', fraction: twoThirds } as const;
	expect(count({ rule, seats: 45, entitled: 30, votes })).toMatchObject({ passed, base: 30 });
});

describe('18 for, 10 against, 4 abstain: 40 seats, 36 members, 34 present, 32 cast', () => {
	test.each([
		{ base: 'all', of: 40, passed: false },
		{ base: 'current', of: 36, passed: false },
		{ base: 'present', of: 34, passed: true },
		{ base: 'cast', of: 32, passed: true },
	] as const)('of $base: 18 of $of → $passed', ({ base, of, passed }) => {
		expect(count({ rule: { base }, entitled: 36, present: 34, votes: [18, 10, 4] })).toEqual({
			entitled: 36,
			present: 34,
			issued: 36,
			returned: 32,
			valid: 32,
			invalid: 0,
			for: 18,
			against: 10,
			abstain: 4,
			notVoted: 4,
			base: of,
			passed,
			tieDecidedBy: null,
		});
	});
});

test('where nobody voted, nothing passes, even by at least a share of the ballots cast', () => {
	expect(count({ rule: { base: 'cast', comparison: '>=' }, votes: [0, 0, 0] })).toMatchObject({
		base: 0,
		passed: false,
	});
});

test('a share is compared exactly, where the products are beyond what a number can hold', () => {
	const share = { numerator: 999, denominator: 1000 };
	for (let thousands = 9_007_199_254_640; thousands < 9_007_199_254_740; thousands++) {
		const base = thousands * 1000;
		const exactly = thousands * 999;
		expect([-1, 0, 1].map((more) => reaches(exactly + more, base, share, '>='))).toEqual([false, true, true]);
		expect([-1, 0, 1].map((more) => reaches(exactly + more, base, share, '>'))).toEqual([false, false, true]);
	}
});

const anyRule = fc.record({
	base: fc.constantFrom('all' as const, 'current' as const, 'present' as const, 'cast' as const),
	fraction: fc
		.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
		.map(([one, other]) => ({ numerator: Math.min(one, other), denominator: Math.max(one, other) })),
	comparison: fc.constantFrom('>' as const, '>=' as const),
	tie: fc.constantFrom('chair' as const, 'fails' as const),
});
const anyVotes = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(60));
const anyChair = fc.constantFrom('for', 'against', 'abstain', null);

test('one ballot more in favour never makes a motion fail', () => {
	fc.assert(
		fc.property(anyRule, anyVotes, anyChair, (rule, [inFavour, against, abstain], chair) => {
			fc.pre(against > 0);
			const seats = 200;
			const before = count({ rule, seats, votes: [inFavour, against, abstain], chair });
			const after = count({ rule, seats, votes: [inFavour + 1, against - 1, abstain], chair });
			expect(after.passed || !before.passed).toBe(true);
		}),
		{ seed: 20_261_123, numRuns: 1000 },
	);
});

test('a motion passes by its share, or at exactly one half by the chair, and in no other way', () => {
	fc.assert(
		fc.property(anyRule, anyVotes, anyChair, (rule, votes, chair) => {
			const result = count({ rule, seats: 200, votes, chair });
			// Numbers as small as these are exact in cross-multiplied integers.
			const left = votes[0] * rule.fraction.denominator;
			const right = result.base * rule.fraction.numerator;
			const byShare = result.base > 0 && (rule.comparison === '>' ? left > right : left >= right);
			const byChair = result.tieDecidedBy === 'chair' && chair === 'for';
			expect(result.passed).toBe(byShare || byChair);
			if (result.tieDecidedBy !== null) {
				expect(votes[0]).toBe(votes[1]);
				expect(votes[0] * 2).toBe(result.base);
				expect(rule.fraction.numerator * 2).toBe(rule.fraction.denominator);
			}
		}),
		{ seed: 20_261_123, numRuns: 1000 },
	);
});

test.each([
	{ numerator: 4, denominator: 3 },
	{ numerator: 0, denominator: 3 },
	{ numerator: 1, denominator: 0 },
	{ numerator: 0.5, denominator: 1 },
])('a rule set of $numerator/$denominator is not one', (fraction) => {
	expect(v.is(ruleSetSchema, { ...plainMajority, fraction })).toBe(false);
});
