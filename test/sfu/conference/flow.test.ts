import { flowOf, layersFor, type FlowCircumstances } from '#sfu/conference/flow.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const circumstances: fc.Arbitrary<FlowCircumstances> = fc.record({
	source: fc.constantFrom('camera' as const, 'screen' as const, 'microphone' as const),
	standing: fc.constantFrom(
		'main' as const,
		'content' as const,
		'secondary' as const,
		'audio' as const,
		'cued' as const,
		'near' as const,
		'view' as const,
		'leaving' as const,
	),
	watched: fc.constantFrom(undefined, null, 0 as const, 1 as const, 2 as const),
	shedding: fc.constantFrom(0 as const, 1 as const, 2 as const),
	carrying: fc.constantFrom('sound' as const, 'small' as const, 'half' as const, 'all' as const),
});
const main: FlowCircumstances = { source: 'camera', standing: 'main', watched: 2, shedding: 0, carrying: 'all' };

test('a voice that is heard flows whatever the worker or the link lacks', () => {
	fc.assert(
		fc.property(circumstances, (each) => {
			const heard = { ...each, source: 'microphone', standing: 'audio', watched: 0 } as const;
			expect(flowOf(heard).flowing).toBe(true);
			expect(layersFor(heard)).toBe(1);
		}),
	);
});

test('nothing flows that is not watched, kept ready or leaving, and nothing larger than it is shown', () => {
	fc.assert(
		fc.property(circumstances, (each) => {
			const { flowing, layer } = flowOf(each);
			if (each.watched == null || each.standing === 'cued' || each.standing === 'leaving') expect(flowing).toBe(false);
			if (flowing && each.source !== 'microphone') expect(layer).toBeLessThanOrEqual(each.watched ?? 0);
		}),
	);
});

test('a source sends for a receiver what flows to it, and never less', () => {
	fc.assert(
		fc.property(circumstances, (each) => {
			const { flowing, layer } = flowOf(each);
			if (flowing) expect(layersFor(each)).toBe(layer + 1);
			if (each.standing === 'leaving') expect(layersFor(each)).toBe(0);
		}),
	);
});

test('for who is not ready yet the stage is sent whole, and of what they look at by themselves the smallest layer', () => {
	const coming = { ...main, watched: undefined };
	expect(layersFor(coming)).toBe(3);
	expect(layersFor({ ...coming, standing: 'view' })).toBe(1);
	expect(layersFor({ ...coming, standing: 'view', watched: 2 })).toBe(3);
});

test('an overloaded worker gives up pictures at the side first, then who is near the stage and the top layer of the main one', () => {
	const side = { ...main, standing: 'secondary' } as const;
	const near = { ...main, standing: 'near' } as const;
	expect([0, 1, 2].map((shedding) => flowOf({ ...near, shedding: shedding as 0 }).flowing)).toEqual([
		true,
		true,
		false,
	]);
	expect([0, 1, 2].map((shedding) => flowOf({ ...side, shedding: shedding as 0 }).flowing)).toEqual([
		true,
		false,
		false,
	]);
	expect([0, 1, 2].map((shedding) => flowOf({ ...main, shedding: shedding as 0 }))).toMatchObject([
		{ flowing: true, layer: 2 },
		{ flowing: true, layer: 2 },
		{ flowing: true, layer: 1 },
	]);
});

test('a weak link carries the main picture, smaller, and the screen, and nothing at the side', () => {
	const tried = { ...main, carrying: 'small' } as const;
	expect(flowOf(tried)).toMatchObject({ flowing: true, layer: 0 });
	expect(flowOf({ ...main, carrying: 'half' })).toMatchObject({ flowing: true, layer: 1 });
	const screen = { ...tried, source: 'screen', standing: 'content' } as const;
	expect(flowOf(screen)).toMatchObject({ flowing: true, layer: 0 });
	// The other layer of a screen is more than the largest of a camera.
	expect(flowOf({ ...screen, carrying: 'half' }).layer).toBe(0);
	expect(layersFor({ ...screen, carrying: 'all', watched: undefined })).toBe(2);
	expect(flowOf({ ...tried, standing: 'secondary' }).flowing).toBe(false);
	expect(flowOf({ ...tried, carrying: 'sound' }).flowing).toBe(false);
});

test('papers are worth more than a face, a face more than who sits beside', () => {
	const priorities = (['content', 'main', 'secondary', 'view'] as const).map(
		(standing) => flowOf({ ...main, standing }).priority,
	);
	expect(priorities).toEqual(priorities.toSorted((a, b) => b - a));
	expect(new Set(priorities).size).toBe(4);
});
