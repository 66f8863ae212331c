import type { WallState } from '#contract/wall.ts';
import { conditionOf, passes, wallFilters } from '#lib/meeting/wall/site-condition.ts';
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
	['well', well, true, 'present', [], ['all', 'present']],
	[
		'without a camera',
		{ ...well, cameraDeviceId: null },
		true,
		'present',
		['no-camera'],
		['all', 'present', 'trouble'],
	],
	[
		'without a microphone',
		{ ...well, microphone: 'none' },
		true,
		'present',
		['no-microphone'],
		['all', 'present', 'trouble'],
	],
	['on a weak link', { ...well, link: 'weak' }, true, 'present', ['weak-link'], ['all', 'present', 'trouble']],
	['never there', away, false, 'absent', [], ['all', 'absent']],
	['gone', away, true, 'lost', [], ['all', 'absent', 'trouble']],
	['not told yet', null, true, 'unknown', [], ['all']],
] as const)('a site that is %s', (_what, state, came, attendance, troubles, filters) => {
	const condition = conditionOf(state, came);
	expect(condition).toEqual({ attendance, troubles });
	expect(passed(condition)).toEqual(filters);
});

test('troubles come together', () => {
	const state: WallState = { ...well, cameraDeviceId: null, microphone: 'none', link: 'weak' };
	expect(conditionOf(state, true).troubles).toEqual(['no-camera', 'no-microphone', 'weak-link']);
});
