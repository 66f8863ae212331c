import { redact, redactState } from '#meeting/redact.ts';
import { evolve, meetingBefore, type MeetingState } from '#meeting/state.ts';
import { tellCommit } from '#meeting/tell-commit.ts';
import { delegateId, planWithClosed, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const title = 'Kỷ luật ông X';
const leftOut = delegateId(2);

/** A vote on the closed item and one that was held before it; then a revision leaves delegate-2 out of the body, or of all. */
function revised(of: 'the body' | 'the meeting') {
	const meeting = ScriptedMeeting.live(planWithClosed());
	const { state } = meeting;
	if (!state.plan?.body) throw new Error('a body meets');
	meeting.give('chair', 'open-vote', { voteId: 'vote', itemId: 'item-4', title, secret: false });
	meeting.give('chair', 'cast-ballot', { voteId: 'vote', choice: 'against' });
	const { plan } = state;
	const body = { ...state.plan.body, members: state.plan.body.members.filter(({ personId }) => personId !== leftOut) };
	const participants = plan.participants.filter(({ id }) => of === 'the body' || id !== leftOut);
	meeting.system('revise-plan', { plan: { ...plan, body, participants } });
	return meeting;
}

/** What somebody has who heard every event, from the first one. */
function heard({ journal }: ScriptedMeeting, readerId: string): MeetingState {
	let whole = meetingBefore;
	let told = meetingBefore;
	for (const recorded of journal) {
		const before = whole;
		whole = evolve(whole, recorded);
		const news = recorded.event.type === 'plan-changed' ? tellCommit(before, [recorded], readerId) : undefined;
		if (news === undefined) told = evolve(told, redact(recorded, whole, readerId));
		else told = news ? news.reduce(evolve, told) : redactState(whole, readerId);
	}
	return told;
}

test.each(['the body', 'the meeting'] as const)(
	'who is left out of %s during an open vote on a closed item sees that vote, and nothing else of the item',
	(of) => {
		const meeting = revised(of);
		expect(meeting.give(leftOut, 'cast-ballot', { voteId: 'vote', choice: 'for' })).toEqual(['ballot-cast']);
		const seen = redactState(meeting.state, leftOut);
		expect(seen.votes).toMatchObject([{ id: 'vote', title, phase: 'open', voted: ['chair', leftOut], ballots: {} }]);
		expect(seen.plan?.agenda.find(({ id }) => id === 'item-4')?.title).toBe('');
		expect(seen.plan?.papers.map(({ itemId }) => itemId)).not.toContain('item-4');
		expect(heard(meeting, leftOut)).toEqual(seen);
		// Of another vote on it they are no part, and learn nothing.
		meeting.give('chair', 'close-vote', { voteId: 'vote' });
		meeting.give('chair', 'open-vote', { voteId: 'next', itemId: 'item-4', title, secret: false });
		expect(redactState(meeting.state, leftOut).votes.map(({ id }) => id)).toEqual(['vote']);
		expect(heard(meeting, leftOut)).toEqual(redactState(meeting.state, leftOut));
		for (const other of ['guest', 'operator', 'site']) expect(redactState(meeting.state, other).votes).toEqual([]);
	},
);

test('where no body meets, delegates see the vote that they are on the list of, though its item is closed to them', () => {
	const meeting = ScriptedMeeting.live(planWithClosed({ ruleSet: null }));
	meeting.give('chair', 'open-vote', { voteId: 'vote', itemId: 'item-4', title, secret: true });
	expect(meeting.give(leftOut, 'cast-ballot', { voteId: 'vote', choice: 'for' })).toEqual(['ballot-cast']);
	meeting.give('chair', 'close-vote', { voteId: 'vote' });
	meeting.give('chair', 'publish-vote', { voteId: 'vote' });
	const seen = redactState(meeting.state, leftOut);
	expect(seen.votes).toMatchObject([{ title, phase: 'published', result: { for: 1 } }]);
	expect(seen.plan?.agenda.find(({ id }) => id === 'item-4')?.title).toBe('');
	expect(heard(meeting, leftOut)).toEqual(seen);
	expect(redactState(meeting.state, 'guest').votes).toEqual([]);
});
