import { majorityOfAllMembers, rulesOfLaw, type RuleSet } from '#meeting/rule-set.ts';
import type { Choice } from '#meeting/vote/events.ts';
import { delegateId, plainMajority, planWith, ScriptedMeeting, type PlanOptions } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

const open = (meeting: ScriptedMeeting, options: { secret?: boolean; repeats?: string; voteId?: string } = {}) =>
	meeting.give('chair', 'open-vote', {
		voteId: options.voteId ?? 'vote',
		itemId: 'item-1',
		title: 'Thông qua kế hoạch',
		secret: options.secret ?? false,
		...(options.repeats === undefined ? {} : { repeats: options.repeats }),
	});

const cast = (meeting: ScriptedMeeting, by: string, choice: Choice) =>
	meeting.give(by, 'cast-ballot', { voteId: 'vote', choice });

const close = (meeting: ScriptedMeeting) => meeting.give('secretary', 'close-vote', { voteId: 'vote' });

const voting = (options: PlanOptions = {}, secret = false) => {
	const meeting = ScriptedMeeting.live(planWith(options));
	open(meeting, { secret });
	return meeting;
};

const resultOf = ({ state }: ScriptedMeeting) => state.votes[0]?.result;

describe('what is frozen when a vote opens', () => {
	test('a plan revised during the vote changes neither rule, nor seats, nor who may vote', () => {
		const meeting = voting({ delegates: 3, vacant: 1 });
		const frozen = meeting.state.votes[0];
		const ruleSet = { ...plainMajority, base: 'cast' as const, mayChangeBallot: true };
		meeting.system('revise-plan', { plan: planWith({ delegates: 4, ruleSet }) });
		expect(meeting.state.votes[0]).toEqual(frozen);
		expect(cast(meeting, delegateId(4), 'for')).toBe('not-entitled');
		cast(meeting, 'chair', 'for');
		cast(meeting, delegateId(1), 'for');
		expect(cast(meeting, delegateId(1), 'against')).toBe('already-voted');
		close(meeting);
		expect(resultOf(meeting)).toMatchObject({ for: 2, base: 5, entitled: 4, passed: false });
	});

	test('members in term may vote; the secretary, the operator, guests and rooms may not', () => {
		const meeting = voting();
		for (const each of ['secretary', 'operator', 'guest', 'site'])
			expect(cast(meeting, each, 'for')).toBe('not-entitled');
		for (const each of ['chair', delegateId(1)]) expect(cast(meeting, each, 'for')).toEqual(['ballot-cast']);
	});

	test('where no body meets, the chair and the delegates in person decide', () => {
		const meeting = voting({ ruleSet: null });
		expect(meeting.state.votes[0]?.entitled.map((each) => each.personId)).toEqual([
			'chair',
			...[1, 2, 3].map(delegateId),
		]);
		expect(meeting.state.votes[0]?.rule).toEqual(majorityOfAllMembers);
	});
});

describe('the rule of a vote', () => {
	const ruleSet: RuleSet = { ...plainMajority, fraction: { numerator: 3, denominator: 4 } };
	const openBy = (rule: RuleSet, repeats: object = {}) => {
		const meeting = ScriptedMeeting.live(planWith({ ruleSet }));
		return meeting.give('chair', 'open-vote', { ...asked, rule, ...repeats });
	};
	const asked = { voteId: 'vote', itemId: 'item-1', title: 'Thông qua', secret: false };

	test('is the body’s, or one of the law, whether ballots may be changed or not', () => {
		expect(openBy(ruleSet)).toEqual(['vote-opened']);
		expect(openBy(rulesOfLaw.present)).toEqual(['vote-opened']);
		expect(openBy({ ...rulesOfLaw.present, mayChangeBallot: true })).toEqual(['vote-opened']);
	});

	test('is not made up by whoever opens the vote', () => {
		const cheap = { ...ruleSet, base: 'cast', fraction: { numerator: 1, denominator: 1000 } } as const;
		for (const rule of [
			cheap,
			{ ...ruleSet, quorum: { base: 'all', fraction: { numerator: 1, denominator: 9 } } } as const,
		])
			expect(openBy(rule)).toBe('no-such-rule');
		expect(openBy({ ...ruleSet, fraction: { numerator: 2, denominator: 4 } })).toBe('no-such-rule');
		expect(openBy({ ...ruleSet, tie: ruleSet.tie === 'chair' ? 'fails' : 'chair' })).toBe('no-such-rule');
	});

	test('of a vote that is repeated stands, whatever the body’s is by then', () => {
		const meeting = ScriptedMeeting.live(planWith({ ruleSet }));
		meeting.give('chair', 'open-vote', asked);
		meeting.give('chair', 'cancel-vote', { voteId: 'vote', reason: 'Nhầm' });
		meeting.system('revise-plan', { plan: planWith({ ruleSet: plainMajority }) });
		const again = { ...asked, voteId: 'again', rule: ruleSet };
		expect(meeting.give('chair', 'open-vote', again)).toBe('no-such-rule');
		expect(meeting.give('chair', 'open-vote', { ...again, repeats: 'vote' })).toEqual(['vote-opened']);
	});
});

describe('the quorum of two thirds of all seats', () => {
	const ruleSet = { ...plainMajority, quorum: majorityOfAllMembers.quorum };

	test.each([
		{ vacant: 0, absent: [], opens: true },
		{ vacant: 2, absent: [], opens: true },
		{ vacant: 3, absent: [], opens: false },
		{ vacant: 0, absent: [1], opens: true },
		{ vacant: 0, absent: [1, 2], opens: false },
	])('4 members, $vacant seats vacant, $absent absent → $opens', ({ vacant, absent, opens }) => {
		const meeting = ScriptedMeeting.live(planWith({ ruleSet, vacant }));
		for (const each of absent) meeting.disconnect(delegateId(each));
		expect(open(meeting)).toEqual(opens ? ['vote-opened'] : 'no-quorum');
	});

	test('of the current members, vacant seats do not count', () => {
		const quorum = { base: 'current', fraction: { numerator: 2, denominator: 3 } } as const;
		expect(open(ScriptedMeeting.live(planWith({ ruleSet: { ...plainMajority, quorum }, vacant: 30 })))).toEqual([
			'vote-opened',
		]);
	});
});

describe('a named vote', () => {
	test('says who voted how, and its result follows the chair on a tie', () => {
		const meeting = voting({ ruleSet: { ...plainMajority, tie: 'chair' } });
		cast(meeting, 'chair', 'against');
		cast(meeting, delegateId(1), 'for');
		cast(meeting, delegateId(2), 'for');
		cast(meeting, delegateId(3), 'against');
		expect(close(meeting)).toEqual(['vote-closed']);
		expect(meeting.state.votes[0]?.ballots).toEqual({
			chair: 'against',
			[delegateId(1)]: 'for',
			[delegateId(2)]: 'for',
			[delegateId(3)]: 'against',
		});
		expect(resultOf(meeting)).toMatchObject({ for: 2, against: 2, passed: false, tieDecidedBy: 'chair' });
	});

	test('lets a voter change the ballot only where the rule says so, and counts the last one once', () => {
		const meeting = voting({ ruleSet: { ...plainMajority, mayChangeBallot: true } });
		cast(meeting, delegateId(1), 'for');
		cast(meeting, delegateId(1), 'abstain');
		close(meeting);
		expect(resultOf(meeting)).toMatchObject({ for: 0, abstain: 1, returned: 1, notVoted: 3 });
	});

	test('counts as present who voted and then lost the link', () => {
		const meeting = voting({ ruleSet: { ...plainMajority, base: 'present' } });
		cast(meeting, delegateId(1), 'for');
		cast(meeting, delegateId(2), 'against');
		for (const each of [1, 2, 3]) meeting.disconnect(delegateId(each));
		close(meeting);
		expect(resultOf(meeting)).toMatchObject({ present: 3, base: 3, returned: 2, passed: false });
	});
});

describe('a secret vote', () => {
	const ruleSet = { ...plainMajority, tie: 'chair', mayChangeBallot: true } as const;

	test('leaves the choice in the urn alone: the journal says who took part', () => {
		const meeting = voting({ ruleSet }, true);
		cast(meeting, delegateId(2), 'against');
		cast(meeting, delegateId(1), 'for');
		cast(meeting, 'chair', 'for');
		const ballots = meeting.journal.map(({ event }) => event).filter((event) => event.type === 'ballot-cast');
		expect(ballots.map((event) => event.choice)).toEqual([null, null, null]);
		expect(meeting.state.votes[0]).toMatchObject({ ballots: {}, voted: ['chair', delegateId(1), delegateId(2)] });
		close(meeting);
		expect(resultOf(meeting)).toMatchObject({ for: 2, against: 1, abstain: 0, returned: 3, notVoted: 1 });
	});

	test('is cast once, even where the rule lets named ballots be changed', () => {
		const meeting = voting({ ruleSet }, true);
		cast(meeting, delegateId(1), 'for');
		expect(cast(meeting, delegateId(1), 'against')).toBe('already-voted');
		expect(meeting.urn.get('vote')).toEqual({ for: 1, against: 0, abstain: 0 });
	});

	test('fails on a tie: nobody knows the side of the chair', () => {
		const meeting = voting({ ruleSet }, true);
		for (const each of ['chair', delegateId(1)]) cast(meeting, each, 'for');
		for (const each of [2, 3]) cast(meeting, delegateId(each), 'against');
		close(meeting);
		expect(resultOf(meeting)).toMatchObject({ passed: false, tieDecidedBy: 'fails' });
	});

	test.each([
		{ urn: { for: 0, against: 0, abstain: 0 }, what: 'a ballot less' },
		{ urn: { for: 1, against: 1, abstain: 0 }, what: 'a ballot more' },
	])('does not close on an urn with $what than voters', ({ urn }) => {
		const meeting = voting({ ruleSet }, true);
		cast(meeting, delegateId(1), 'for');
		meeting.urn.set('vote', urn);
		expect(close(meeting)).toBe('tally-missing');
		expect(meeting.state.votes[0]?.phase).toBe('open');
	});
});

describe('a vote is never deleted', () => {
	test('a repeated one is a new round, the old one stays with its result, cancelled with a reason', () => {
		const meeting = voting();
		cast(meeting, 'chair', 'for');
		close(meeting);
		const result = resultOf(meeting);
		expect(open(meeting, { voteId: 'again', repeats: 'vote' })).toBe('no-such-vote');
		meeting.give('chair', 'cancel-vote', { voteId: 'vote', reason: 'Máy của đại biểu bị treo' });
		expect(open(meeting, { voteId: 'again', repeats: 'vote' })).toEqual(['vote-opened']);
		expect(meeting.state.votes).toMatchObject([
			{ id: 'vote', phase: 'cancelled', cancelledBecause: 'Máy của đại biểu bị treo', result },
			{ id: 'again', phase: 'open', repeats: 'vote', voted: [], result: null },
		]);
	});

	test('what was decided stands once the meeting has ended; a result kept back may still be published', () => {
		const meeting = voting();
		close(meeting);
		meeting.give('chair', 'end-meeting', {});
		expect(meeting.give('chair', 'cancel-vote', { voteId: 'vote', reason: 'Đổi ý' })).toBe('meeting-ended');
		expect(meeting.give('chair', 'publish-vote', { voteId: 'vote' })).toEqual(['vote-published']);
	});
});
