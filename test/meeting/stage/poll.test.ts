import { pollDeadline } from '#meeting/stage/poll.ts';
import { stageOf } from '#meeting/stage/stage-of.ts';
import { ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const seconds = 10;
const polling = (...participantIds: string[]) => {
	const meeting = ScriptedMeeting.live();
	meeting.give('operator', 'start-poll', { participantIds, seconds });
	return meeting;
};
const pass = (meeting: ScriptedMeeting, passed: number) => {
	meeting.now += passed * 1000;
	return meeting.system('advance-poll', {});
};
const shown = (meeting: ScriptedMeeting) => stageOf(meeting.state).main;

test('the chosen ones stand on the stage in turn, the next is kept ready, and after the last comes the first', () => {
	const meeting = polling('guest', 'delegate-1');
	expect(stageOf(meeting.state)).toMatchObject({ main: 'guest', cued: ['delegate-1'] });
	expect(pass(meeting, seconds - 1)).toEqual([]);
	expect(pass(meeting, 1)).toEqual(['poll-advanced']);
	expect(stageOf(meeting.state)).toMatchObject({ main: 'delegate-1', cued: ['guest'] });
	pass(meeting, seconds);
	expect(shown(meeting)).toBe('guest');
});

test('who is not there is passed over, and comes when they are', () => {
	const meeting = polling('site', 'guest');
	expect(shown(meeting)).toBe('guest');
	meeting.connect('site');
	pass(meeting, seconds);
	expect(shown(meeting)).toBe('site');
	meeting.disconnect('site');
	meeting.disconnect('guest');
	pass(meeting, seconds);
	expect(shown(meeting)).toBe('chair');
	meeting.connect('guest');
	pass(meeting, seconds);
	expect(shown(meeting)).toBe('guest');
});

test('who has the floor or was put on the stage is seen meanwhile; who was there before gives way to the poll', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'direct-stage', { participantId: 'secretary' });
	const answer = meeting.give('operator', 'start-poll', { participantIds: ['guest'], seconds });
	expect(answer).toEqual(['stage-directed', 'poll-started', 'poll-advanced']);
	expect(shown(meeting)).toBe('guest');
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-2', limitSeconds: null });
	expect(shown(meeting)).toBe('delegate-2');
	meeting.give('delegate-2', 'yield-floor', {});
	expect(shown(meeting)).toBe('guest');
});

test('nothing is recorded while nobody else of it is there', () => {
	const meeting = polling('guest', 'site');
	expect(pollDeadline(meeting.state)).toBeNull();
	expect(pass(meeting, seconds)).toEqual([]);
	meeting.connect('site');
	expect(pass(meeting, 0)).toEqual(['poll-advanced']);
	expect(shown(meeting)).toBe('site');
});

test('it ends when somebody ends it, and with the meeting', () => {
	const meeting = polling('guest', 'delegate-1');
	expect(pollDeadline(meeting.state)).toBe(meeting.now + seconds * 1000);
	meeting.give('chair', 'stop-poll', {});
	expect(shown(meeting)).toBe('chair');
	expect(pollDeadline(meeting.state)).toBeNull();
	meeting.give('chair', 'start-poll', { participantIds: ['guest'], seconds });
	meeting.give('chair', 'end-meeting', {});
	expect(meeting.state.stage.poll).toBeNull();
});
