import { awaitedDevices, resolveStage } from '#live/media/resolve-stage.ts';
import { Sending } from '#live/media/sending.ts';
import { deviceOf, ScriptedMeeting } from '#test/support/meeting.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import { stageSchema } from '#sfu/link/contract.ts';
import * as v from 'valibot';
import { expect, test } from 'vitest';

function sendingOf(...sources: readonly (readonly [participantId: string, source: Source])[]): Sending {
	const sending = new Sending();
	for (const [participantId, source] of sources) sending.set(deviceOf(participantId), source, 'live');
	return sending;
}
const speaking = (participantId: string) => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'grant-floor', { participantId, limitSeconds: null });
	return meeting;
};

test('participants become the devices that send them, each listed where it stands first', () => {
	const sending = sendingOf(['chair', 'camera'], ['chair', 'microphone'], ['delegate-1', 'camera']);
	expect(resolveStage(speaking('delegate-1').state, sending, [])).toEqual({
		tracks: [
			{ endpointId: deviceOf('delegate-1'), source: 'camera', place: 'main' },
			{ endpointId: deviceOf('chair'), source: 'camera', place: 'secondary' },
			{ endpointId: deviceOf('chair'), source: 'microphone', place: 'audio' },
		],
		cued: [],
		raised: [],
	});
});

test('a person without a camera is shown and heard through the room they sit in', () => {
	const meeting = speaking('delegate-3');
	meeting.connect('site');
	const { tracks } = resolveStage(meeting.state, sendingOf(['site', 'camera'], ['site', 'microphone']), []);
	expect(tracks).toEqual([
		{ endpointId: deviceOf('site'), source: 'camera', place: 'main' },
		{ endpointId: deviceOf('site'), source: 'microphone', place: 'audio' },
	]);
});

test('who comes next is kept ready, also while they are shown small', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('delegate-1', 'request-floor', {});
	meeting.give('chair', 'cue-stage', { participantIds: ['guest'] });
	const sending = sendingOf(['delegate-1', 'camera'], ['delegate-1', 'microphone'], ['guest', 'camera']);
	expect(resolveStage(meeting.state, sending, [])).toEqual({
		tracks: [{ endpointId: deviceOf('delegate-1'), source: 'camera', place: 'secondary' }],
		cued: [deviceOf('delegate-1'), deviceOf('guest')],
		raised: [],
	});
});

test('whom the chair reaches for is kept ready and raised, in the queue or not, unless they are the main picture', () => {
	const meeting = speaking('delegate-1');
	const sending = sendingOf(
		['delegate-1', 'camera'],
		['guest', 'camera'],
		['guest', 'microphone'],
		['delegate-2', 'camera'],
	);
	meeting.give('guest', 'request-floor', {});
	const { cued, raised } = resolveStage(meeting.state, sending, [], ['delegate-2', 'guest', 'delegate-1', 'absent']);
	expect(cued).toEqual([deviceOf('delegate-2'), deviceOf('guest')]);
	expect(raised).toEqual([deviceOf('delegate-2'), deviceOf('guest')]);
	expect(resolveStage(meeting.state, sending, []).raised).toEqual([]);
});

test('who comes next in a poll on the stage is raised, as long as the poll is what the stage shows', () => {
	const meeting = ScriptedMeeting.live();
	const sending = sendingOf(['guest', 'camera'], ['delegate-1', 'camera'], ['delegate-2', 'camera']);
	meeting.give('operator', 'start-poll', { participantIds: ['guest', 'delegate-1'], seconds: 10 });
	const raised = () => resolveStage(meeting.state, sending, []).raised;
	expect(raised()).toEqual([deviceOf('delegate-1')]);
	meeting.now += 10_000;
	meeting.system('advance-poll', {});
	expect(raised()).toEqual([deviceOf('guest')]);
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-2', limitSeconds: null });
	expect(raised()).toEqual([]);
});

test('all wait for the devices of whoever is seen large or heard, and of the room they sit in, before they send anything', () => {
	const meeting = speaking('delegate-3');
	meeting.connect('site');
	expect(awaitedDevices(meeting.state, [])).toEqual(new Set(['delegate-3', 'site', 'chair'].map(deviceOf)));
	meeting.give('secretary', 'share-content', {});
	expect(awaitedDevices(meeting.state, [])).toContain(deviceOf('secretary'));
	expect(awaitedDevices(ScriptedMeeting.open().state, [])).toEqual(new Set());
});

test('where the voice decides, all microphones are kept ready, and those that speak are heard', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'set-stage-mode', { mode: 'voice' });
	const sending = sendingOf(['chair', 'microphone'], ['guest', 'microphone'], ['guest', 'camera']);
	expect(resolveStage(meeting.state, sending, ['guest']).tracks).toEqual([
		{ endpointId: deviceOf('guest'), source: 'camera', place: 'main' },
		{ endpointId: deviceOf('guest'), source: 'microphone', place: 'audio' },
		{ endpointId: deviceOf('chair'), source: 'microphone', place: 'cued' },
	]);
});

test('however many devices people come with, the stage stays one that a node takes', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'set-stage-mode', { mode: 'voice' });
	meeting.give('delegate-1', 'request-floor', {});
	const sending = sendingOf(['delegate-1', 'camera']);
	for (let number = 0; number < 200; number += 1) {
		meeting.system('connect-device', { deviceId: `device-${number}`, participantId: 'delegate-1' });
		sending.set(`device-${number}`, 'microphone', 'live');
	}
	const stage = resolveStage(meeting.state, sending, ['chair']);
	expect(v.safeParse(stageSchema, stage).success).toBe(true);
	expect(stage.cued).toContain(deviceOf('delegate-1'));
});

test('of two devices of a person only the one with their sound is heard, also where the voice decides', () => {
	const meeting = ScriptedMeeting.live();
	meeting.system('connect-device', { deviceId: 'second', participantId: 'chair' });
	const sending = sendingOf(['chair', 'microphone']);
	sending.set('second', 'microphone', 'live');
	const heard = () => resolveStage(meeting.state, sending, ['chair']).tracks;
	expect(heard()).toEqual([{ endpointId: deviceOf('chair'), source: 'microphone', place: 'audio' }]);
	meeting.give('chair', 'set-stage-mode', { mode: 'voice' });
	expect(heard()).toEqual([{ endpointId: deviceOf('chair'), source: 'microphone', place: 'audio' }]);
	meeting.disconnect('chair');
	expect(heard()).toEqual([{ endpointId: 'second', source: 'microphone', place: 'audio' }]);
});

test('whoever sits in a room with a terminal is heard through it, though their own device sends sound', () => {
	const meeting = speaking('delegate-3');
	meeting.connect('site');
	const sending = sendingOf(['delegate-3', 'camera'], ['delegate-3', 'microphone'], ['site', 'microphone']);
	const { tracks } = resolveStage(meeting.state, sending, []);
	expect(tracks).toEqual([
		{ endpointId: deviceOf('delegate-3'), source: 'camera', place: 'main' },
		{ endpointId: deviceOf('site'), source: 'microphone', place: 'audio' },
	]);
});

test('before the start and in a pause nothing is let out but what was brought to the stage on purpose', () => {
	const meeting = ScriptedMeeting.open();
	for (const each of ['chair', 'operator', 'guest']) meeting.connect(each);
	meeting.give('chair', 'set-stage-mode', { mode: 'voice' });
	const sending = sendingOf(
		['chair', 'camera'],
		['chair', 'microphone'],
		['operator', 'microphone'],
		['guest', 'camera'],
		['guest', 'microphone'],
	);
	const resolved = () => resolveStage(meeting.state, sending, ['chair', 'guest']);
	const rests = () => {
		expect(resolved()).toEqual({ tracks: [], cued: [], raised: [] });
		meeting.give('operator', 'announce', {});
		expect(resolved().tracks).toEqual([{ endpointId: deviceOf('operator'), source: 'microphone', place: 'audio' }]);
		meeting.give('operator', 'end-address', { participantId: 'operator' });
		meeting.give('chair', 'address-sites', {});
		expect(resolved().tracks).toEqual([
			{ endpointId: deviceOf('chair'), source: 'camera', place: 'main' },
			{ endpointId: deviceOf('chair'), source: 'microphone', place: 'audio' },
		]);
		meeting.give('chair', 'end-address', { participantId: 'chair' });
	};
	rests();
	meeting.give('chair', 'start-meeting', {});
	expect(resolved().tracks).not.toEqual([]);
	meeting.give('chair', 'pause-meeting', {});
	rests();
});
