import { majorityOfAllMembers, reaches, rulesOfLaw, type RuleSet } from '#meeting/rule-set.ts';

/** Rules that bodies start from (Luật 72/2025/QH15, Điều 35, 40, 49). */
export const bodyRules = {
	/** more than half of all members; on a tie the chair's side (Điều 40) */
	ubnd: majorityOfAllMembers,
	/** more than half of all delegates (Điều 35) */
	hdnd: { ...majorityOfAllMembers, tie: 'fails' },
	/** at least two thirds of all */
	'two-thirds': rulesOfLaw['two-thirds'],
	/** more than two thirds of those in office: a council under strength (Điều 49) */
	'two-thirds-current': rulesOfLaw['two-thirds-current'],
} satisfies Record<string, RuleSet>;

export type BodyRule = keyof typeof bodyRules;

/** Which of them a rule is; `own` where it is none. */
export function bodyRuleOf(rule: RuleSet): BodyRule | 'own' {
	const [found] = Object.entries(bodyRules).find(([, each]) => isSame(each, rule)) ?? [];
	return (found as BodyRule | undefined) ?? 'own';
}

const isSame = (one: RuleSet, other: RuleSet): boolean => key(one) === key(other);

function key({ base, fraction, comparison, tie, quorum, substituteMayVote, mayChangeBallot }: RuleSet): string {
	const share = (each: RuleSet['fraction']) => `${each.numerator}/${each.denominator}`;
	const present = quorum && `${quorum.base} ${share(quorum.fraction)}`;
	return [base, comparison, share(fraction), tie, present, substituteMayVote, mayChangeBallot].join(' ');
}

/** The fewest votes for that pass, of so many members; undefined where even all of them do not. */
export function votesNeeded(members: number, { fraction, comparison }: RuleSet): number | undefined {
	if (!Number.isInteger(members) || members < 1) return undefined;
	for (let votes = 0; votes <= members; votes++) if (reaches(votes, members, fraction, comparison)) return votes;
	return undefined;
}
