import { presencesOf } from '#test/support/presences.ts';
import { islandStage } from '#lib/meeting/island/island-stage.ts';
import { meetingBefore, type MeetingState } from '#meeting/state.ts';
import { expect, test } from 'vitest';

const presence = (...devices: string[]) => ({ devices, since: 0 });
const state = {
	...meetingBefore,
	attendance: {
		...meetingBefore.attendance,
		came: presencesOf({
			district: presence('d1', 'd2'),
			commune: presence('c1'),
			me: presence('m1'),
			province: presence('p1'),
		}),
	},
} as unknown as MeetingState;
const seen = (main: string) => ({ main });

test('those of the area are seen and heard, each once, and nobody beyond it', () => {
	expect(islandStage(state, seen('province'), ['d1', 'c1', 'd2', 'gone'], 'me')).toMatchObject({
		main: 'district',
		secondary: ['commune'],
		audio: ['district', 'commune', 'me'],
		contentDeviceId: null,
	});
});

test('whoever is seen large stays large where they are of the area, oneself too', () => {
	const devices = ['d1', 'c1'];
	expect(islandStage(state, seen('commune'), devices, 'me')).toMatchObject({
		main: 'commune',
		secondary: ['district'],
	});
	expect(islandStage(state, seen('me'), devices, 'me')).toMatchObject({
		main: 'me',
		secondary: ['district', 'commune'],
	});
});
