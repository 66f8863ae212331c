import { currentVote, isInHand } from '#lib/meeting/vote/current-vote.ts';
import { neededFor, share } from '#lib/meeting/vote/vote-figures.ts';
import { majorityOfAllMembers, reaches, ruleSetSchema, rulesOfLaw } from '#meeting/rule-set.ts';
import { ScriptedMeeting } from '#test/support/meeting.ts';
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';

describe('neededFor', () => {
	it.each([
		[majorityOfAllMembers, 40, 21],
		[majorityOfAllMembers, 41, 21],
		[rulesOfLaw['two-thirds'], 40, 27],
		[rulesOfLaw['two-thirds'], 39, 26],
		[rulesOfLaw['two-thirds-current'], 39, 27],
	])('is the least number that passes', (rule, base, needed) => {
		expect(neededFor(rule, base)).toBe(needed);
	});

	it('draws the line where the count passes, whatever the rule', () => {
		const fraction = fc
			.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }))
			.filter(([a, b]) => a <= b)
			.map(([numerator, denominator]) => ({ numerator, denominator }));
		const comparison = fc.constantFrom('>' as const, '>=' as const);
		fc.assert(
			fc.property(fraction, comparison, fc.integer({ min: 1, max: 5000 }), (part, sign, base) => {
				const needed = neededFor({ ...majorityOfAllMembers, fraction: part, comparison: sign }, base);
				expect(reaches(needed, base, part, sign)).toBe(true);
				expect(reaches(needed - 1, base, part, sign)).toBe(false);
			}),
		);
	});
});

it('a bar is never longer than its track', () => {
	expect([share(0, 0), share(1, 4), share(5, 4)]).toEqual([0, 25, 100]);
});

it.each(Object.entries(rulesOfLaw))('the preset %s is a rule that the meeting takes', (_name, rule) => {
	expect(v.is(ruleSetSchema, rule)).toBe(true);
});

describe('currentVote', () => {
	const voteId = 'vote-1';
	const opened = () => {
		const meeting = ScriptedMeeting.live();
		meeting.give('secretary', 'open-vote', { voteId, itemId: null, title: 'Thông qua kế hoạch', secret: false });
		return meeting;
	};

	it('is the open vote for everybody', () => {
		expect(currentVote(opened().state, false, null)?.id).toBe(voteId);
	});

	it('is the closed vote for who publishes it, and for nobody else', () => {
		const meeting = opened();
		meeting.give('secretary', 'close-vote', { voteId });
		expect(currentVote(meeting.state, true, null)?.id).toBe(voteId);
		expect(currentVote(meeting.state, false, null)).toBeUndefined();
	});

	it('is the published result until it is put away', () => {
		const meeting = opened();
		meeting.give('secretary', 'close-vote', { voteId });
		meeting.give('secretary', 'publish-vote', { voteId });
		expect(currentVote(meeting.state, false, null)?.id).toBe(voteId);
		expect(currentVote(meeting.state, false, voteId)).toBeUndefined();
	});

	it('is none once the vote is cancelled', () => {
		const meeting = opened();
		meeting.give('secretary', 'cancel-vote', { voteId, reason: 'nhầm nội dung' });
		expect(currentVote(meeting.state, true, null)).toBeUndefined();
	});
});

it('a vote is in the hand of who casts a ballot until it is cast, and of who runs it until it is published', () => {
	const voteId = 'vote-1';
	const meeting = ScriptedMeeting.live();
	const inHand = () =>
		['secretary', 'delegate-1', 'delegate-2', 'guest'].filter((who) => {
			const runs = who === 'secretary';
			return isInHand(currentVote(meeting.state, runs, null), who, runs);
		});
	expect(inHand()).toEqual([]);
	meeting.give('secretary', 'open-vote', { voteId, itemId: null, title: 'Thông qua kế hoạch', secret: false });
	expect(inHand()).toEqual(['secretary', 'delegate-1', 'delegate-2']);
	meeting.give('delegate-1', 'cast-ballot', { voteId, choice: 'for' });
	expect(inHand(), 'who has voted has the meeting back').toEqual(['secretary', 'delegate-2']);
	meeting.give('secretary', 'close-vote', { voteId });
	expect(inHand()).toEqual(['secretary']);
	meeting.give('secretary', 'publish-vote', { voteId });
	expect(inHand()).toEqual([]);
});
