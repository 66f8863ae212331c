import { hears, onAir, soundDeviceOf, soundOf } from '#meeting/sound.ts';
import { isReachable } from '#meeting/attendance.ts';
import { stageOf } from '#meeting/stage/stage-of.ts';
import { deviceOf, planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

const second = 'second-device';
/** The chair has come with a second device. */
const withSecond = () => {
	const meeting = ScriptedMeeting.live();
	meeting.system('connect-device', { deviceId: second, participantId: 'chair' });
	return meeting;
};
const sounds = ({ state }: ScriptedMeeting, participantId: string, deviceId = deviceOf(participantId)) =>
	soundOf(state, participantId, deviceId);

describe('of two devices of a person', () => {
	test('the later one is silent, and is not heard however it is brought to the stage', () => {
		const meeting = withSecond();
		expect(sounds(meeting, 'chair')).toBe('own');
		expect(sounds(meeting, 'chair', second)).toBe('other-device');
		expect(onAir(meeting.state, stageOf(meeting.state))).toEqual([deviceOf('chair')]);
	});

	test('it takes the sound over when told to, and the first falls silent', () => {
		const meeting = withSecond();
		meeting.system('disconnect-device', { deviceId: deviceOf('chair'), participantId: 'chair' });
		meeting.connect('chair');
		expect(sounds(meeting, 'chair')).toBe('other-device');
		expect(meeting.give('chair', 'take-sound', {})).toEqual(['sound-taken']);
		expect(sounds(meeting, 'chair')).toBe('own');
		expect(sounds(meeting, 'chair', second)).toBe('other-device');
		expect(onAir(meeting.state, stageOf(meeting.state))).toEqual([deviceOf('chair')]);
		expect(meeting.give('chair', 'take-sound', {})).toEqual([]);
	});

	test('when the first leaves, the other has the sound', () => {
		const meeting = withSecond();
		meeting.disconnect('chair');
		expect(sounds(meeting, 'chair', second)).toBe('own');
		expect(onAir(meeting.state, stageOf(meeting.state))).toEqual([second]);
	});

	test('neither is to be heard by the person themselves', () => {
		const { state } = withSecond();
		for (const device of [deviceOf('chair'), second]) {
			expect(hears(state, 'chair', device)).toBe(false);
			expect(hears(state, 'guest', device)).toBe(true);
		}
	});

	test('a device that has left takes nothing over', () => {
		const meeting = ScriptedMeeting.live();
		meeting.disconnect('guest');
		expect(meeting.give('guest', 'take-sound', {})).toBe('device-not-here');
	});
});

/** `delegate-3` sits in the room `site`. */
describe.each(['room first', 'person first'] as const)('whoever sits in a room with a terminal, %s', (order) => {
	const seated = () => {
		const meeting = ScriptedMeeting.open();
		for (const each of order === 'room first' ? ['site', 'delegate-3'] : ['delegate-3', 'site']) meeting.connect(each);
		for (const each of ['chair', 'operator', 'guest']) meeting.connect(each);
		meeting.give('chair', 'start-meeting', {});
		return meeting;
	};

	test('is silent with their own device, and heard through the room', () => {
		const meeting = seated();
		expect(sounds(meeting, 'site')).toBe('own');
		expect(sounds(meeting, 'delegate-3')).toBe('room');
		expect(meeting.give('delegate-3', 'take-sound', {})).toBe('sound-is-the-rooms');
		meeting.give('chair', 'grant-floor', { participantId: 'delegate-3', limitSeconds: null });
		expect(onAir(meeting.state, stageOf(meeting.state))).toEqual([deviceOf('site'), deviceOf('chair')]);
	});

	test('neither hears the other', () => {
		const { state } = seated();
		expect(hears(state, 'site', deviceOf('delegate-3'))).toBe(false);
		expect(hears(state, 'delegate-3', deviceOf('site'))).toBe(false);
		expect(hears(state, 'chair', deviceOf('site'))).toBe(true);
	});

	test('has the sound again when the terminal leaves', () => {
		const meeting = seated();
		meeting.disconnect('site');
		expect(sounds(meeting, 'delegate-3')).toBe('own');
		expect(soundDeviceOf(meeting.state, 'delegate-3')).toBe(deviceOf('delegate-3'));
	});

	test('hears and speaks by themselves once they have said that they sit elsewhere, and the room is not their presence', () => {
		const meeting = seated();
		expect(meeting.give('delegate-3', 'leave-seat', {})).toEqual(['seat-left']);
		expect(meeting.give('delegate-3', 'leave-seat', {})).toEqual([]);
		expect(sounds(meeting, 'delegate-3')).toBe('own');
		expect(hears(meeting.state, 'delegate-3', deviceOf('site'))).toBe(true);
		meeting.disconnect('delegate-3');
		expect(isReachable(meeting.state, 'delegate-3')).toBe(false);
		expect(meeting.give('delegate-3', 'take-seat', {})).toEqual(['seat-taken']);
		expect(isReachable(meeting.state, 'delegate-3')).toBe(true);
		expect(meeting.give('delegate-3', 'take-seat', {})).toEqual([]);
	});

	test('another seat in a revised plan counts though they had left the former', () => {
		const meeting = seated();
		meeting.give('delegate-3', 'leave-seat', {});
		meeting.system('revise-plan', { plan: planWith({ participants: { 'delegate-3': { siteId: null } } }) });
		meeting.system('revise-plan', { plan: planWith({ participants: { 'delegate-3': { siteId: 'other' } } }) });
		meeting.system('connect-device', { deviceId: 'terminal', participantId: 'other' });
		expect(sounds(meeting, 'delegate-3')).toBe('own');
		meeting.system('revise-plan', { plan: planWith() });
		expect(sounds(meeting, 'delegate-3')).toBe('own');
	});
});

/** chair and operator sit in a room of which no terminal has come. */
describe('in a room without a terminal', () => {
	const seated = (...order: string[]) => {
		const meeting = ScriptedMeeting.open(
			planWith({ participants: { chair: { siteId: 'site' }, operator: { siteId: 'site' } } }),
		);
		for (const each of order) meeting.connect(each);
		meeting.give('chair', 'start-meeting', {});
		return meeting;
	};
	const whoSounds = (meeting: ScriptedMeeting) =>
		['chair', 'operator', 'delegate-3'].filter((each) => sounds(meeting, each) === 'own');

	test.each([
		['chair', 'operator'],
		['operator', 'delegate-3'],
	])('who came first has the sound, %s before %s; the other is silent until they take it over', (first, later) => {
		const meeting = seated(first, later);
		expect([sounds(meeting, first), sounds(meeting, later)]).toEqual(['own', 'neighbour']);
		expect(meeting.give(later, 'take-sound', {})).toEqual(['sound-taken']);
		expect([sounds(meeting, first), sounds(meeting, later)]).toEqual(['neighbour', 'own']);
		expect(meeting.give(later, 'take-sound', {})).toEqual([]);
		expect(meeting.give(first, 'take-sound', {})).toEqual(['sound-taken']);
		expect([sounds(meeting, first), sounds(meeting, later)]).toEqual(['own', 'neighbour']);
	});

	test('neither hears the other, whoever has the sound is heard for both, and others hear them', () => {
		const meeting = seated('chair', 'operator', 'guest');
		expect(hears(meeting.state, 'chair', deviceOf('operator'))).toBe(false);
		expect(hears(meeting.state, 'operator', deviceOf('chair'))).toBe(false);
		expect(hears(meeting.state, 'guest', deviceOf('chair'))).toBe(true);
		expect(onAir(meeting.state, stageOf(meeting.state))).toEqual([deviceOf('chair')]);
		meeting.give('operator', 'take-sound', {});
		expect(onAir(meeting.state, stageOf(meeting.state))).toEqual([deviceOf('operator')]);
	});

	test('when whoever had the sound leaves, the next has it, and keeps it when they come back', () => {
		const meeting = seated('chair', 'operator', 'delegate-3');
		meeting.disconnect('chair');
		expect(whoSounds(meeting)).toEqual(['operator']);
		meeting.connect('delegate-3');
		expect(sounds(meeting, 'delegate-3')).toBe('neighbour');
		meeting.disconnect('operator');
		expect(sounds(meeting, 'delegate-3')).toBe('own');
	});

	test('the chair has it whoever came first, until somebody takes it', () => {
		const meeting = seated('operator', 'delegate-3', 'chair');
		expect(whoSounds(meeting)).toEqual(['chair']);
		meeting.give('operator', 'take-sound', {});
		expect(whoSounds(meeting)).toEqual(['operator']);
		meeting.give('chair', 'take-sound', {});
		expect(whoSounds(meeting)).toEqual(['chair']);
	});

	test('who has said that they sit elsewhere has their own sound, and hears the others', () => {
		const meeting = seated('chair', 'operator');
		meeting.give('operator', 'leave-seat', {});
		expect(whoSounds(meeting)).toEqual(['chair', 'operator']);
		expect(hears(meeting.state, 'chair', deviceOf('operator'))).toBe(true);
	});

	test('the terminal has the sound of all as soon as it comes, and gives it back when it goes', () => {
		const meeting = seated('chair', 'operator');
		meeting.connect('site');
		expect([sounds(meeting, 'chair'), sounds(meeting, 'operator'), sounds(meeting, 'site')]).toEqual([
			'room',
			'room',
			'own',
		]);
		meeting.disconnect('site');
		expect([sounds(meeting, 'chair'), sounds(meeting, 'operator')]).toEqual(['own', 'neighbour']);
	});
});

test('of a room’s two terminals one has the sound', () => {
	const meeting = ScriptedMeeting.live();
	meeting.connect('site');
	meeting.system('connect-device', { deviceId: second, participantId: 'site' });
	expect(sounds(meeting, 'site')).toBe('own');
	expect(sounds(meeting, 'site', second)).toBe('other-device');
	expect(hears(meeting.state, 'site', second)).toBe(false);
});

test('an operator in a room announces from their own device, not through the room’s microphone, and the room does not hear it', () => {
	const meeting = ScriptedMeeting.live(planWith({ participants: { operator: { siteId: 'site' } } }));
	meeting.connect('site');
	meeting.give('chair', 'pause-meeting', {});
	meeting.give('operator', 'announce', {});
	expect(onAir(meeting.state, stageOf(meeting.state))).toEqual([deviceOf('operator')]);
	expect(hears(meeting.state, 'site', deviceOf('operator'))).toBe(false);
	expect(hears(meeting.state, 'guest', deviceOf('operator'))).toBe(true);
});
