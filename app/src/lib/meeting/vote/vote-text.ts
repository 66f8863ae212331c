import { m } from '#lib/paraglide/messages.js';
import { getLocale } from '#lib/paraglide/runtime.js';
import type { RuleSet } from '#meeting/rule-set.ts';
import type { Choice, Vote, VoteResult } from '#meeting/vote/events.ts';
import { percentOf } from '#meeting/vote/result-text.ts';

export const choiceText = (choice: Choice): string =>
	({ for: m.live_vote_for, against: m.live_vote_against, abstain: m.live_vote_abstain })[choice]();

const baseText = (base: RuleSet['base']): string =>
	({
		all: m.live_rule_base_all,
		current: m.live_rule_base_current,
		present: m.live_rule_base_present,
		cast: m.live_rule_base_cast,
	})[base]();

/** The rule in words: "Trên 1/2 tổng số thành viên". */
export function ruleText({ base, fraction, comparison }: RuleSet): string {
	const share = `${fraction.numerator}/${fraction.denominator}`;
	return comparison === '>'
		? m.live_rule_more_than({ share, base: baseText(base) })
		: m.live_rule_at_least({ share, base: baseText(base) });
}

const percent = (count: number, base: number) => percentOf(count, base, getLocale() === 'vi' ? ',' : '.');

/** The sentence of the law: `x/y thành viên (z %) tán thành`. */
export const resultText = (result: VoteResult): string =>
	m.live_vote_sentence({ count: result.for, base: result.base, percent: percent(result.for, result.base) });

export const presenceText = (vote: Vote, result: VoteResult): string =>
	m.live_vote_present({
		present: result.present,
		entitled: vote.rule.quorum?.base === 'all' ? vote.seats : result.entitled,
	});
