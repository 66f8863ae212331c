import { islandOf, type Arriving } from '#lib/meeting/island/island-of.ts';
import { expect, test } from 'vitest';

const reserve = ['own', 'second', 'third'];
const track = (endpointId: string, source: Arriving['source'], told: Partial<Arriving> = {}): Arriving => ({
	endpointId,
	source,
	onStage: false,
	muted: false,
	arrives: true,
	...told,
});
const silentProvince = track('province', 'camera', { onStage: true, arrives: false });

test('whoever comes besides the stage meets within the area, in its order, those with a picture first', () => {
	const tracks = [track('own', 'microphone'), track('third', 'camera'), track('second', 'camera'), silentProvince];
	expect(islandOf(reserve, tracks, false)).toEqual(['second', 'third', 'own']);
});

test('a server that is silent while media go on as they were is no area cut off', () => {
	const onStage = track('second', 'camera', { onStage: true });
	expect(islandOf(reserve, [onStage, track('province', 'microphone')], false)).toBeNull();
	expect(islandOf(reserve, [onStage], false), 'nobody else is on the stage').toBeNull();
	expect(islandOf(reserve, [onStage, { ...silentProvince, muted: true }], false), 'nor has a picture').toBeNull();
});

test('who was on the stage goes on in the area once nothing comes of those beyond it', () => {
	expect(islandOf(reserve, [track('second', 'camera', { onStage: true }), silentProvince], false)).toEqual(['second']);
});

test('it stays one whoever falls silent, as long as anybody comes, and ends when those beyond come again', () => {
	const stays = [track('second', 'camera', { onStage: true })];
	expect(islandOf(reserve, stays, true)).toEqual(['second']);
	expect(islandOf(reserve, [{ ...stays[0]!, arrives: false }], true)).toBeNull();
	expect(islandOf(reserve, [...stays, { ...silentProvince, arrives: true }], true)).toBeNull();
	expect(islandOf([], stays, true)).toBeNull();
});
