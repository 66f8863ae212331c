import type { WallState } from '#contract/wall.ts';
import { conditionOf, passes, wallFilters, without } from '#lib/meeting/wall/site-condition.ts';
import { wallEntries } from '#meeting/wall.ts';
import { planWith, ScriptedMeeting } from '#test/support/meeting.ts';
import { expect, test } from 'vitest';

const well: WallState = {
	participantId: 'site',
	faceId: 'site',
	cameraDeviceId: 'device',
	microphone: 'muted',
	link: 'unknown',
};
const away: WallState = { ...well, faceId: null, cameraDeviceId: null, microphone: 'none' };
const passed = (condition: ReturnType<typeof conditionOf>) => wallFilters.filter((each) => passes(condition, each));

test.each([
	['well', well, 'absent', 'present', [], ['all', 'present']],
	[
		'without a camera',
		{ ...well, cameraDeviceId: null },
		'absent',
		'present',
		['no-camera'],
		['all', 'present', 'trouble'],
	],
	[
		'without a microphone',
		{ ...well, microphone: 'none' },
		'absent',
		'present',
		['no-microphone'],
		['all', 'present', 'trouble'],
	],
	['on a weak link', { ...well, link: 'weak' }, 'absent', 'present', ['weak-link'], ['all', 'present', 'trouble']],
	['never there', away, 'absent', 'absent', [], ['all', 'absent']],
	['gone', away, 'lost', 'lost', [], ['all', 'absent', 'trouble']],
	['ticked without a device', away, 'listed', 'listed', [], ['all', 'present']],
	['not told yet', null, 'lost', 'unknown', [], ['all']],
] as const)('a site that is %s', (_what, state, otherwise, attendance, troubles, filters) => {
	const condition = conditionOf(state, () => otherwise);
	expect(condition).toEqual({ attendance, troubles });
	expect(passed(condition)).toEqual(filters);
});

test('sites that are alike have one condition: who comes does not have every tile drawn anew', () => {
	const weak = { ...well, microphone: 'none', link: 'weak' } as const;
	for (const state of [well, weak, away, null])
		expect(conditionOf(state && { ...state, participantId: 'other' }, () => 'lost')).toBe(
			conditionOf(state, () => 'lost'),
		);
});

test('troubles come together', () => {
	const state: WallState = { ...well, cameraDeviceId: null, microphone: 'none', link: 'weak' };
	expect(conditionOf(state, () => 'absent').troubles).toEqual(['no-camera', 'no-microphone', 'weak-link']);
});

test('who is ticked is there without a device, a room is not by whom it holds', () => {
	const meeting = ScriptedMeeting.open();
	const told = (id: string) => {
		const entry = wallEntries(planWith()).find(({ participant }) => participant.id === id);
		return entry && without(entry, meeting.state.attendance.came);
	};
	expect(told('delegate-1')).toBe('absent');
	for (const participantId of ['delegate-1', 'delegate-3'])
		meeting.give('secretary', 'mark-presence', { participantId, as: 'here' });
	expect(told('delegate-1')).toBe('listed');
	expect(told('site')).toBe('absent');
	meeting.give('secretary', 'mark-presence', { participantId: 'delegate-1', as: 'left' });
	expect(told('delegate-1')).toBe('absent');
	meeting.connect('delegate-2');
	meeting.disconnect('delegate-2');
	expect(told('delegate-2')).toBe('lost');
});
