import { Sending } from '#live/media/sending.ts';
import { wallStateOf } from '#live/wall/wall-states.ts';
import { wallEntries } from '#meeting/wall.ts';
import { deviceOf, planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const plan = planWith();
const entryOf = (id: string) => {
	const entry = wallEntries(plan).find(({ participant }) => participant.id === id);
	if (!entry) throw new Error(`${id} has no place on the wall`);
	return entry;
};

function wall(participantId: string, ...connected: string[]) {
	const meeting = ScriptedMeeting.open(plan);
	const sending = new Sending();
	for (const each of connected) meeting.connect(each);
	return { meeting, sending, look: () => wallStateOf(entryOf(participantId), meeting.state, sending, () => 'unknown') };
}

const absent = { faceId: null, cameraDeviceId: null, microphone: 'none', link: 'unknown' };

test('nobody is there', () => {
	expect(wall('site').look()).toEqual({ participantId: 'site', ...absent });
});

test('camera and microphone as they are sent', () => {
	const { sending, look } = wall('guest', 'guest');
	expect(look()).toMatchObject({ faceId: 'guest', cameraDeviceId: null, microphone: 'none' });
	sending.set(deviceOf('guest'), 'camera', 'live');
	sending.set(deviceOf('guest'), 'microphone', 'paused');
	expect(look()).toMatchObject({ cameraDeviceId: deviceOf('guest'), microphone: 'muted' });
	sending.set(deviceOf('guest'), 'camera', 'paused');
	sending.set(deviceOf('guest'), 'microphone', 'live');
	expect(look()).toMatchObject({ cameraDeviceId: null, microphone: 'on' });
});

test('who sits in a room stands for it until its terminal is there', () => {
	const { meeting, sending, look } = wall('site', 'delegate-3');
	expect(look()).toMatchObject({ faceId: 'delegate-3', cameraDeviceId: null });
	sending.set(deviceOf('delegate-3'), 'camera', 'live');
	expect(look()).toMatchObject({ faceId: 'delegate-3', cameraDeviceId: deviceOf('delegate-3') });
	meeting.connect('site');
	expect(look(), 'a terminal without a camera is not hidden').toMatchObject({ faceId: 'site', cameraDeviceId: null });
});

test('the link is that of the device whose camera is shown', () => {
	const { sending, meeting } = wall('guest', 'guest');
	sending.set(deviceOf('guest'), 'camera', 'live');
	const asked: string[] = [];
	const state = wallStateOf(entryOf('guest'), meeting.state, sending, (device) => {
		asked.push(device);
		return 'weak';
	});
	expect(state.link).toBe('weak');
	expect(asked).toEqual([deviceOf('guest')]);
});
