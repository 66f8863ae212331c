import { expect, test } from 'vitest';
import { wantedOf } from '#sfu/cascade/line-wants.ts';
import { sourceKey, type SourceKey } from '#sfu/conference/stage-diff.ts';
import type { Place } from '#sfu/link/contract-line.ts';

const camera = (endpointId: string) => sourceKey('camera', endpointId);
const stage = new Map<SourceKey, Place>([
	[camera('here'), 'main'],
	[camera('there'), 'secondary'],
	[sourceKey('microphone', 'there'), 'audio'],
	[camera('next'), 'near'],
	[camera('later'), 'cued'],
]);
const beyond = new Set(['there', 'next', 'later', 'seen']);

test('what is beyond is wanted as large as somebody takes it, or small where it is not here yet; what is only kept ready not at all', () => {
	const taken = (endpointId: string, source: string) =>
		endpointId === 'there' && source === 'camera' ? ({ layers: 3, small: true } as const) : undefined;
	expect(wantedOf([stage], beyond, taken)).toEqual([
		{ endpointId: 'there', source: 'microphone', place: 'audio', layers: 1, small: false },
		{ endpointId: 'there', source: 'camera', place: 'secondary', layers: 3, small: true },
		{ endpointId: 'next', source: 'camera', place: 'near', layers: 1, small: false },
		{ endpointId: 'later', source: 'camera', place: 'cued', layers: 0, small: false },
	]);
	expect(wantedOf([], beyond, taken), 'by nobody').toEqual([]);
});

test('who is kept ready for all, and looked at by one, is wanted to be seen', () => {
	const view = new Map<SourceKey, Place>([...stage, [camera('later'), 'view'], [camera('seen'), 'view']]);
	const places = wantedOf([stage, view], beyond, () => undefined).map(
		({ endpointId, place }) => `${place} ${endpointId}`,
	);
	expect(places).toEqual(['audio there', 'secondary there', 'view later', 'view seen', 'near next']);
});

test('of more than a line carries what is on the stage comes first', () => {
	const many = Array.from({ length: 500 }, (_, index) => `v${index}`);
	const view = new Map<SourceKey, Place>([...many.map((each) => [camera(each), 'view'] as const), ...stage]);
	const wanted = wantedOf([view], new Set([...many, 'there']), () => undefined);
	expect(wanted).toHaveLength(400);
	expect(wanted[0]).toMatchObject({ endpointId: 'there', place: 'audio' });
});
