import { isResting, stageOf } from '#meeting/stage/stage-of.ts';
import { deviceOf, planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { describe, expect, test } from 'vitest';

/** Everybody is in the hall. */
const waiting = (plan = planWith()) => {
	const meeting = ScriptedMeeting.open(plan);
	for (const { id, kind } of plan.participants) if (kind === 'person') meeting.connect(id);
	return meeting;
};
const paused = () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'pause-meeting', {});
	return meeting;
};
const nobody = { main: null, contentDeviceId: null, secondary: [], audio: [], announcing: [] };

describe.each([
	{ when: 'before the start', resting: waiting },
	{ when: 'in a pause', resting: paused },
])('$when', ({ resting }) => {
	test('nobody is on air, the chair no more than others, whoever speaks', () => {
		const { state } = resting();
		expect(stageOf(state, ['chair', 'guest'])).toMatchObject(nobody);
		expect(isResting(state)).toBe(true);
	});

	test('whom the operator puts on the stage to test the line is on air, and nobody else; so in a lecture', () => {
		for (const mode of ['chair', 'floor', 'voice', 'lecture'] as const) {
			const meeting = resting();
			meeting.give('chair', 'set-stage-mode', { mode });
			expect(meeting.give('operator', 'direct-stage', { participantId: 'guest' })).toEqual(['stage-directed']);
			expect(stageOf(meeting.state, ['chair'])).toMatchObject({ ...nobody, main: 'guest', audio: ['guest'] });
			meeting.give('operator', 'direct-stage', { participantId: null });
			expect(stageOf(meeting.state)).toMatchObject(nobody);
		}
	});

	test('a roll call brings those to the stage who are called', () => {
		const meeting = resting();
		meeting.give('operator', 'start-poll', { participantIds: ['guest', 'delegate-1'], seconds: 10 });
		expect(stageOf(meeting.state)).toMatchObject({ main: 'guest', audio: ['guest'], cued: ['delegate-1'] });
		meeting.give('operator', 'stop-poll', {});
		expect(stageOf(meeting.state)).toMatchObject(nobody);
	});

	test('the chair speaks to the sites on purpose, until they switch it off', () => {
		const meeting = resting();
		meeting.give('operator', 'direct-stage', { participantId: 'guest' });
		expect(meeting.give('chair', 'address-sites', {})).toEqual(['address-begun']);
		expect(stageOf(meeting.state)).toMatchObject({ ...nobody, main: 'chair', audio: ['chair'] });
		// Asking a site whether it hears, they see it.
		meeting.give('chair', 'direct-stage', { participantId: 'guest' });
		expect(stageOf(meeting.state)).toMatchObject({ main: 'guest', secondary: ['chair'], audio: ['guest', 'chair'] });
		meeting.give('operator', 'direct-stage', { participantId: null });
		expect(meeting.give('chair', 'address-sites', {})).toEqual([]);
		meeting.give('chair', 'end-address', { participantId: 'chair' });
		expect(stageOf(meeting.state)).toMatchObject(nobody);
	});

	test('the chair’s device that leaves, and the meeting that runs, end it', () => {
		const gone = resting();
		gone.give('chair', 'address-sites', {});
		gone.disconnect('chair');
		expect(gone.state.stage.addresses).toEqual([]);
		const running = resting();
		running.give('chair', 'address-sites', {});
		running.give('operator', 'announce', {});
		running.give('chair', running.state.lifecycle.phase === 'open' ? 'start-meeting' : 'resume-meeting', {});
		expect(running.state.stage.addresses.map(({ as }) => as)).toEqual(['operator']);
		expect(running.give('chair', 'address-sites', {})).toBe('already-on-air');
	});

	test('an announcement is only heard, from its own device', () => {
		const meeting = resting();
		meeting.give('operator', 'announce', {});
		expect(stageOf(meeting.state)).toMatchObject({ ...nobody, announcing: [deviceOf('operator')] });
		expect(isResting(meeting.state)).toBe(true);
	});
});

test('who was on the stage before a pause is not on air in it, nor who was tested before the start in the meeting', () => {
	const meeting = waiting();
	meeting.give('operator', 'direct-stage', { participantId: 'guest' });
	meeting.give('chair', 'start-meeting', {});
	expect(stageOf(meeting.state)).toMatchObject({ main: 'chair', audio: ['chair'] });
	meeting.give('operator', 'direct-stage', { participantId: 'guest' });
	meeting.give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: null });
	meeting.give('delegate-2', 'request-floor', {});
	meeting.give('secretary', 'share-content', {});
	meeting.give('chair', 'pause-meeting', {});
	expect(stageOf(meeting.state)).toEqual({ ...nobody, cued: [] });
	meeting.give('chair', 'resume-meeting', {});
	expect(stageOf(meeting.state)).toMatchObject({
		main: 'delegate-1',
		contentDeviceId: deviceOf('secretary'),
		audio: ['delegate-1', 'chair'],
		cued: ['delegate-2'],
	});
});

test('an announcement is heard beside whoever speaks, until it is switched off, by the chair if need be, or its device leaves', () => {
	const meeting = ScriptedMeeting.live();
	for (const mode of ['floor', 'voice'] as const) {
		meeting.give('chair', 'set-stage-mode', { mode });
		meeting.give('operator', 'announce', {});
		expect(stageOf(meeting.state)).toMatchObject({ main: 'chair', announcing: [deviceOf('operator')] });
		expect(meeting.give('chair', 'end-address', { participantId: 'operator' })).toEqual(['address-ended']);
		expect(stageOf(meeting.state).announcing).toEqual([]);
	}
	expect(meeting.give('operator', 'end-address', { participantId: 'operator' })).toBe('no-address');
	meeting.give('operator', 'announce', {});
	meeting.disconnect('operator');
	expect(stageOf(meeting.state).announcing).toEqual([]);
	// A device that is gone would never end it.
	expect(meeting.give('operator', 'announce', {})).toBe('device-not-here');
});

test('who loses the role by a revised plan speaks to the sites no more, and the end silences everybody', () => {
	const meeting = waiting();
	meeting.give('operator', 'announce', {});
	meeting.system('revise-plan', { plan: planWith({ participants: { operator: { roles: ['guest'] } } }) });
	expect(stageOf(meeting.state).announcing).toEqual([]);
	meeting.system('revise-plan', { plan: planWith() });
	meeting.give('operator', 'announce', {});
	meeting.give('chair', 'start-meeting', {});
	meeting.give('chair', 'end-meeting', {});
	expect(stageOf(meeting.state)).toEqual({ ...nobody, cued: [] });
});

test('a pause says until when, where the chair knows it', () => {
	const meeting = ScriptedMeeting.live();
	meeting.give('chair', 'pause-meeting', { minutes: 15 });
	const from = meeting.now;
	expect(meeting.state.lifecycle.pauses).toEqual([{ from, to: null, until: from + 15 * 60_000 }]);
	meeting.give('chair', 'resume-meeting', {});
	meeting.give('chair', 'pause-meeting', {});
	expect(meeting.state.lifecycle.pauses.at(-1)).toEqual({ from, to: null, until: null });
});

test('a chair who is there through the room alone is on the stage', () => {
	const meeting = ScriptedMeeting.live(planWith({ participants: { chair: { siteId: 'site' } } }));
	meeting.disconnect('chair');
	expect(stageOf(meeting.state).main).toBeNull();
	meeting.connect('site');
	expect(stageOf(meeting.state)).toMatchObject({ main: 'chair', audio: ['chair'] });
});
