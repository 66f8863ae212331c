import { callOf } from '#lib/meeting/call-of.ts';
import { ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const opened = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'open-vote', { voteId: 'vote', itemId: null, title: 'Thông qua', secret: false });
	return meeting;
};

test('an open vote calls those who vote until they have, and nobody else', () => {
	const meeting = opened();
	expect(callOf(meeting.state, 'delegate-1')).toBe('vote vote');
	expect(callOf(meeting.state, 'guest')).toBe('');
	meeting.give('delegate-1', 'cast-ballot', { voteId: 'vote', choice: 'for' });
	expect(callOf(meeting.state, 'delegate-1')).toBe('');
	meeting.give('chair', 'close-vote', { voteId: 'vote' });
	expect(callOf(meeting.state, 'delegate-2')).toBe('');
});

test('the floor calls who holds it', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: null });
	expect(callOf(meeting.state, 'delegate-1')).toMatch(/^floor /);
	expect(callOf(meeting.state, 'delegate-2')).toBe('');
});
