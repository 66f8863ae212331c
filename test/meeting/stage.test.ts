import { stageOf } from '#meeting/stage.ts';
import { deviceOf, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const grant = (meeting: ScriptedMeeting, participantId: string) =>
	meeting.give('chair', 'grant-floor', { participantId, limitSeconds: null });

test('while nobody speaks, the chair is on the stage, and heard', () => {
	expect(stageOf(ScriptedMeeting.live().state)).toEqual({
		main: 'chair',
		contentDeviceId: null,
		secondary: [],
		audio: ['chair'],
	});
});

test('the holder of the floor takes the stage, with the chair and the next in the queue beside', () => {
	const meeting = ScriptedMeeting.live();
	for (const each of ['delegate-1', 'delegate-2', 'delegate-3', 'guest']) meeting.give(each, 'request-floor', {});
	grant(meeting, 'delegate-2');
	expect(stageOf(meeting.state)).toMatchObject({
		main: 'delegate-2',
		secondary: ['chair', 'delegate-1', 'delegate-3'],
		audio: ['delegate-2', 'chair'],
	});
	meeting.give('delegate-2', 'yield-floor', {});
	expect(stageOf(meeting.state).main).toBe('chair');
});

test('who is directed to the stage stays there whoever speaks, and the speaker is seen beside and heard', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('operator', 'direct-stage', { participantId: 'guest' });
	grant(meeting, 'delegate-1');
	expect(stageOf(meeting.state)).toMatchObject({
		main: 'guest',
		secondary: ['delegate-1', 'chair'],
		audio: ['guest', 'delegate-1', 'chair'],
	});
	meeting.give('chair', 'direct-stage', { participantId: null });
	expect(stageOf(meeting.state).main).toBe('delegate-1');
});

test('without the chair nobody is on the stage', () => {
	const meeting = ScriptedMeeting.live();
	meeting.disconnect('chair');
	expect(stageOf(meeting.state)).toMatchObject({ main: null, secondary: [], audio: [] });
});

test('a shared screen is shown until it is taken down, its stream stops, or its device leaves', () => {
	const meeting = ScriptedMeeting.live();
	const share = () => {
		meeting.give('secretary', 'share-content', {});
		expect(stageOf(meeting.state)).toMatchObject({
			contentDeviceId: deviceOf('secretary'),
			secondary: ['secretary'],
		});
	};
	share();
	meeting.give('secretary', 'end-content', {});
	expect(stageOf(meeting.state).contentDeviceId).toBeNull();
	share();
	expect(meeting.system('content-stopped', { deviceId: deviceOf('chair') })).toEqual([]);
	meeting.system('content-stopped', { deviceId: deviceOf('secretary') });
	expect(stageOf(meeting.state).contentDeviceId).toBeNull();
	share();
	meeting.disconnect('secretary');
	expect(stageOf(meeting.state).contentDeviceId).toBeNull();
});
