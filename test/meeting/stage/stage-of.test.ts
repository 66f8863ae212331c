import { stageOf } from '#meeting/stage/stage-of.ts';
import { stageModeOf, type StageMode } from '#meeting/stage/state.ts';
import { deviceOf, planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const grant = (meeting: ScriptedMeeting, participantId: string) =>
	meeting.give('chair', 'grant-floor', { participantId, limitSeconds: null });

test('while nobody speaks, the chair is on the stage, and heard', () => {
	expect(stageOf(ScriptedMeeting.live().state)).toEqual({
		main: 'chair',
		contentDeviceId: null,
		secondary: [],
		audio: ['chair'],
		announcing: [],
		cued: [],
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

const inMode = (mode: StageMode) => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'set-stage-mode', { mode });
	return meeting;
};

test('where the chair directs, who was put on the stage stays there whoever speaks; the speaker is seen beside and heard', () => {
	const meeting = inMode('chair');
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

test('where the floor decides, whoever gets it is seen, until somebody else is put on the stage', () => {
	const meeting = inMode('floor');
	meeting.give('operator', 'direct-stage', { participantId: 'guest' });
	expect(stageOf(meeting.state).main).toBe('guest');
	grant(meeting, 'delegate-1');
	expect(stageOf(meeting.state)).toMatchObject({ main: 'delegate-1', audio: ['delegate-1', 'chair'] });
	meeting.give('chair', 'direct-stage', { participantId: 'guest' });
	expect(stageOf(meeting.state).main).toBe('guest');
	grant(meeting, 'delegate-2');
	expect(stageOf(meeting.state).main).toBe('delegate-2');
});

test('where the voice decides, who speaks first is large, and three voices are heard, the floor first', () => {
	const meeting = inMode('voice');
	const speakers = ['delegate-2', 'guest', 'delegate-3', 'secretary'];
	expect(stageOf(meeting.state, speakers)).toMatchObject({
		main: 'delegate-2',
		secondary: ['guest', 'delegate-3', 'secretary'],
		audio: ['delegate-2', 'guest', 'delegate-3'],
	});
	grant(meeting, 'delegate-1');
	expect(stageOf(meeting.state, speakers).audio).toEqual(['delegate-1', 'delegate-2', 'guest']);
	expect(stageOf(meeting.state, []).main).toBe('chair');
});

test('in a lecture everybody sees the chair; who was given the floor is heard, and seen beside', () => {
	const meeting = inMode('lecture');
	grant(meeting, 'delegate-1');
	expect(stageOf(meeting.state, ['guest'])).toMatchObject({
		main: 'chair',
		secondary: ['delegate-1'],
		audio: ['chair', 'delegate-1'],
	});
});

test('a large meeting is the chair’s to direct unless somebody says otherwise', () => {
	const plan = planWith();
	const room = plan.participants.find(({ kind }) => kind === 'site');
	if (!room) throw new Error('the plan has a room');
	const rooms = Array.from({ length: 20 }, (_, index) => ({ ...room, id: `site-${index}` }));
	const meeting = ScriptedMeeting.open({ ...plan, participants: [...plan.participants, ...rooms] });
	expect(stageModeOf(meeting.state)).toBe('chair');
	meeting.give('chair', 'set-stage-mode', { mode: 'floor' });
	expect(stageModeOf(meeting.state)).toBe('floor');
	expect(stageModeOf(ScriptedMeeting.open().state)).toBe('floor');
});

test('the first two in the queue are kept ready, and whom the operator cues, but not who is large already', () => {
	const meeting = ScriptedMeeting.live();
	for (const each of ['delegate-1', 'delegate-2', 'delegate-3']) meeting.give(each, 'request-floor', {});
	meeting.give('operator', 'cue-stage', { participantIds: ['guest', 'delegate-1'] });
	expect(stageOf(meeting.state).cued).toEqual(['delegate-1', 'delegate-2', 'guest']);
	grant(meeting, 'delegate-1');
	expect(stageOf(meeting.state).cued).toEqual(['delegate-2', 'delegate-3', 'guest']);
	meeting.give('operator', 'cue-stage', { participantIds: [] });
	expect(stageOf(meeting.state).cued).toEqual(['delegate-2', 'delegate-3']);
});

test('as many stand beside as the stage has places', () => {
	const meeting = ScriptedMeeting.live();
	for (const each of ['delegate-1', 'delegate-2', 'delegate-3']) meeting.give(each, 'request-floor', {});
	meeting.give('chair', 'set-stage-places', { places: 1 });
	expect(stageOf(meeting.state).secondary).toEqual(['delegate-1']);
	meeting.give('chair', 'set-stage-places', { places: 0 });
	expect(stageOf(meeting.state).secondary).toEqual([]);
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
