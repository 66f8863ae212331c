import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	diffStage,
	placesOf,
	sourceKey,
	withView,
	type HeldTrack,
	type PublishedSource,
	type SourceKey,
} from '#sfu/conference/stage-diff.ts';
import type { Stage } from '#sfu/link/contract.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';

const endpointId = fc.constantFrom('a', 'b', 'c', 'd');
const source: fc.Arbitrary<Source> = fc.constantFrom('camera', 'microphone', 'screen');
const stage: fc.Arbitrary<Stage> = fc.record({
	tracks: fc.array(
		fc.record({
			endpointId,
			source,
			place: fc.constantFrom('main' as const, 'content' as const, 'secondary' as const, 'audio' as const),
		}),
		{ maxLength: 12 },
	),
	cued: fc.array(endpointId, { maxLength: 3 }),
	raised: fc.array(endpointId, { maxLength: 3 }),
});
const published = fc
	.array(
		fc.record({
			endpointId,
			source,
			producerId: fc.constantFrom('p1', 'p2', 'p3'),
			muted: fc.boolean(),
			silent: fc.boolean(),
		}),
	)
	.map((sources) => new Map(sources.map((each) => [sourceKey(each.source, each.endpointId), each])));
const held: fc.Arbitrary<Map<SourceKey, HeldTrack>> = fc
	.array(
		fc.tuple(
			fc.tuple(source, endpointId).map(([of, from]) => sourceKey(of, from)),
			fc.record({
				producerId: fc.constantFrom('p1', 'p2', 'p3'),
				standing: fc.constantFrom('main' as const, 'secondary' as const, 'audio' as const, 'leaving' as const),
			}),
		),
	)
	.map((tracks) => new Map(tracks));

/** What an endpoint holds once it has done what the diff says. */
function apply(tracks: ReadonlyMap<SourceKey, HeldTrack>, diff: ReturnType<typeof diffStage>) {
	const result = new Map(tracks);
	for (const key of diff.close) result.delete(key);
	for (const { key, standing } of diff.move) {
		const track = result.get(key);
		if (track) result.set(key, { ...track, standing });
	}
	for (const want of diff.create) {
		expect(result.has(want.key), `${want.key} created twice`).toBe(false);
		result.set(want.key, { producerId: want.published.producerId, standing: want.place });
	}
	return result;
}

describe('following the stage', () => {
	it('ends with exactly the published, audible sources of others that stand on the stage, and what leaves it, whatever it held before', () => {
		fc.assert(
			fc.property(endpointId, stage, published, held, (receiver, onStage, sources, before) => {
				const places = placesOf(onStage);
				const after = apply(before, diffStage(receiver, places, sources, before));
				const expected = [...places].flatMap(([key, place]) => {
					const found: PublishedSource | undefined = sources.get(key);
					if (!found || found.endpointId === receiver) return [];
					const isReady = place === 'main' || place === 'audio';
					if (found.silent && !isReady) return [];
					return [[key, { producerId: found.producerId, standing: place }] as const];
				});
				const wanted = [...after].filter(([, { standing }]) => standing !== 'leaving');
				expect(Object.fromEntries(wanted)).toEqual(Object.fromEntries(expected));
				const leaving = [...after].filter(([, { standing }]) => standing === 'leaving');
				for (const [key, { producerId }] of leaving) {
					expect(places.has(key)).toBe(false);
					expect(sources.get(key)).toMatchObject({ producerId, silent: false });
				}
			}),
		);
	});

	it('has nothing to do once it is done', () => {
		fc.assert(
			fc.property(endpointId, stage, published, held, (receiver, onStage, sources, before) => {
				const places = placesOf(onStage);
				const after = apply(before, diffStage(receiver, places, sources, before));
				expect(diffStage(receiver, places, sources, after)).toEqual({ close: [], move: [], create: [] });
			}),
		);
	});

	it('touches no track that stays where it is', () => {
		const camera: PublishedSource = {
			endpointId: 'a',
			source: 'camera',
			producerId: 'p1',
			muted: false,
			silent: false,
		};
		const sources = new Map([[sourceKey('camera', 'a'), camera]]);
		const before = new Map<SourceKey, HeldTrack>([['camera/a', { producerId: 'p1', standing: 'main' }]]);
		const moved = diffStage('b', new Map([['camera/a', 'secondary']]), sources, before);
		expect(moved).toEqual({ close: [], move: [{ key: 'camera/a', standing: 'secondary' }], create: [] });
	});

	it('counts a source that is listed twice where it stands first', () => {
		const places = placesOf({
			tracks: [
				{ endpointId: 'a', source: 'camera', place: 'main' },
				{ endpointId: 'a', source: 'camera', place: 'secondary' },
			],
			cued: ['a'],
			raised: [],
		});
		expect(Object.fromEntries(places)).toEqual({ 'camera/a': 'main', 'microphone/a': 'cued' });
	});

	it('has near the stage whom the chair reaches for and the first of the others who come next', () => {
		const cued = ['a', 'b', 'c'];
		const near = (raised: string[]) =>
			cued.filter((id) => placesOf({ tracks: [], cued, raised }).get(sourceKey('camera', id)) === 'near');
		expect(near([])).toEqual(['a']);
		expect(near(['a'])).toEqual(['a', 'b']);
		expect(near(['c'])).toEqual(['a', 'c']);
	});

	it('lets one look at what is not on the stage, or only kept ready, and not at what is there already', () => {
		const places = new Map<SourceKey, Place>([
			['camera/a', 'main'],
			['camera/b', 'cued'],
		]);
		expect(Object.fromEntries(withView(places, ['camera/a', 'camera/b', 'camera/c']))).toEqual({
			'camera/a': 'main',
			'camera/b': 'view',
			'camera/c': 'view',
		});
	});
});
