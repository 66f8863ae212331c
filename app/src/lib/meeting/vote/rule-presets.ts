import { majorityOfAllMembers, type RuleSet } from '#meeting/rule-set.ts';

/** Rules that the law names, for a vote that needs another than the body's own (Luật 72/2025/QH15, Điều 35, 40, 49). */
export const rulePresets = {
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

export type RulePreset = keyof typeof rulePresets;
