import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import { allot, costOf, holdsFor, lackOf, type Allotment, type BudgetState, type Wish } from '#sfu/cascade/budget.ts';
import { LineWishes } from '#sfu/cascade/line-wishes.ts';
import type { ReceivedTrack } from '#sfu/conference/received-track.ts';

const place = fc.constantFrom('content', 'main', 'secondary', 'view', 'near');
const costs = fc
	.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 3 })
	.map((each) => each.toSorted((a, b) => a - b));
const picture = fc.record({ place, costs });
const voice = fc.record({ place: fc.constant('audio' as const), costs: fc.constant([50]) });
const meeting = fc
	.array(fc.oneof(picture, picture, voice), { maxLength: 6 })
	.map((all): Wish[] => all.map((each, index) => ({ ...each, key: `k${index}` })));
const meetings = fc
	.array(meeting, { maxLength: 5 })
	.map((all) => new Map(all.map((each, index) => [`m${index}`, each])));
const capacity = fc.integer({ min: 0, max: 8_000 });

type Made = EndpointNotice<'consumer-created'>;
type Wishes = ReadonlyMap<string, readonly Wish[]>;

const anew: BudgetState = new Map();
const at = (wishes: Wishes, kbps: number) => allot(wishes, kbps, anew, 0).allotment;
const empty: ReadonlyMap<string, Layer | null> = new Map();

const spent = (wishes: Wishes, allotment: Allotment) =>
	[...wishes].reduce((sum, [id, wish]) => sum + costOf(wish, allotment.get(id) ?? empty), 0);
const voicesOf = (wishes: Wishes) =>
	[...wishes.values()].flat().reduce((sum, wish) => sum + (wish.place === 'audio' ? 50 : 0), 0);

const ranks: Readonly<Record<string, readonly number[]>> = {
	content: [0, 2, 2],
	main: [1, 3, 4],
	secondary: [5, 8, 8],
	view: [6, 9, 9],
	near: [7, 9, 9],
};

/** What a meeting got, step by step, the most important first. */
const merit = (wishes: readonly Wish[], layers: ReadonlyMap<string, Layer | null>): number[] =>
	Array.from({ length: 10 }, (_, rank) =>
		wishes.flatMap(({ key, place: where }) =>
			[0, 1, 2].map((layer) => (ranks[where]?.[layer] === rank && layer <= (layers.get(key) ?? -1) ? 1 : 0)),
		),
	).flat();

const compare = (a: readonly number[], b: readonly number[]) =>
	a.map((each, index) => each - (b[index] ?? 0)).find((difference) => difference !== 0) ?? 0;

test('a way is never over its capacity as far as voices leave any, whatever was before', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(meetings, capacity, fc.integer({ min: 1, max: 60_000 }))), (moments) => {
			let [state, now] = [anew, 0];
			for (const [wishes, kbps, later] of moments) {
				now += later;
				const { allotment, state: next } = allot(wishes, kbps, state, now);
				state = next;
				expect(spent(wishes, allotment)).toBeLessThanOrEqual(Math.max(kbps, voicesOf(wishes)));
				for (const [id, layers] of allotment)
					for (const [key, layer] of layers) {
						const wish = wishes.get(id)?.find((each) => each.key === key);
						expect(layer ?? -1, 'no more than is wanted').toBeLessThan(Math.max(1, wish?.costs.length ?? 0));
						expect(wish?.place, 'voices are none of it').not.toBe('audio');
					}
			}
		}),
	);
});

test('a meeting gets at least what it had alone with an equal share, and nobody less for more capacity', () => {
	fc.assert(
		fc.property(meetings, capacity, (wishes, kbps) => {
			const allotment = at(wishes, kbps);
			const forPictures = Math.max(0, kbps - voicesOf(wishes));
			for (const [id, all] of wishes) {
				const pictures = all.filter((wish) => wish.place !== 'audio');
				const alone = at(new Map([[id, pictures]]), forPictures / wishes.size).get(id) ?? empty;
				const got = merit(pictures, allotment.get(id) ?? empty);
				expect(compare(got, merit(pictures, alone))).toBeGreaterThanOrEqual(0);
			}
		}),
	);
	fc.assert(
		fc.property(meeting, capacity, capacity, (all, kbps, more) => {
			const wishes = new Map([['m', all]]);
			const [less, much] = [at(wishes, kbps), at(wishes, kbps + more)].map((each) => each.get('m') ?? empty);
			expect(compare(merit(all, much ?? empty), merit(all, less ?? empty))).toBeGreaterThanOrEqual(0);
		}),
	);
});

test('with so much more as is said to lack a picture is as it is wanted', () => {
	fc.assert(
		fc.property(meetings, capacity, (wishes, kbps) => {
			for (const [id, all] of wishes)
				for (const { key, costs: wanted } of all.filter((wish) => wish.place !== 'audio')) {
					const lack = lackOf(wishes, kbps, anew, id, key);
					const layer =
						at(wishes, kbps + lack)
							.get(id)
							?.get(key) ?? null;
					expect(layer ?? -1).toBe(wanted.length - 1);
				}
		}),
	);
});

const camera = [150, 500, 1_800];
const stage: Wish[] = [
	{ key: 'voice', place: 'audio', costs: [50] },
	{ key: 'side', place: 'secondary', costs: [150] },
	{ key: 'main', place: 'main', costs: camera },
	{ key: 'screen', place: 'content', costs: [350, 2_500] },
];
const layersAt = (kbps: number) => Object.fromEntries(at(new Map([['m', stage]]), kbps).get('m') ?? empty);

test('side pictures go first, then the layers of the main one, those of the content last', () => {
	expect(layersAt(4_500)).toEqual({ screen: 1, main: 2, side: 0 });
	expect(layersAt(4_350)).toEqual({ screen: 1, main: 2, side: null });
	expect(layersAt(3_100)).toEqual({ screen: 1, main: 1, side: null });
	expect(layersAt(2_700)).toEqual({ screen: 1, main: 0, side: null });
	expect(layersAt(550)).toEqual({ screen: 0, main: 0, side: null });
	expect(layersAt(400)).toEqual({ screen: 0, main: null, side: null });
	expect(layersAt(10)).toEqual({ screen: null, main: null, side: null });
});

test('two meetings share a line; what was made less is not made more for a while, unless it is wanted in another place', () => {
	const wish = (where: Wish['place']): Wish[] => [{ key: 'c', place: where, costs: camera }];
	const one = new Map([['a', wish('main')]]);
	const two = new Map([...one, ['b', wish('main')]]);
	const first = allot(one, 2_000, anew, 0);
	expect(first.allotment.get('a')?.get('c')).toBe(2);
	const second = allot(two, 2_000, first.state, 1_000);
	expect([...second.allotment.values()].map((each) => each.get('c'))).toEqual([1, 1]);
	expect(lackOf(two, 2_000, second.state, 'a', 'c')).toBe(300);
	expect(lackOf(two, 2_000, second.state, 'b', 'c'), 'when both are').toBe(1_600);
	const third = allot(one, 2_000, second.state, 2_000);
	expect(third.allotment.get('a')?.get('c')).toBe(1);
	expect(third.againAt).toBe(1_000 + holdsFor);
	expect(allot(one, 2_000, third.state, third.againAt).allotment.get('a')?.get('c')).toBe(2);
	const elsewhere = new Map([['a', wish('content')]]);
	expect(allot(elsewhere, 2_000, third.state, 3_000).allotment.get('a')?.get('c')).toBe(2);
});

test('what a picture costs is as it was seen; of one that is not made any more nothing is kept', async () => {
	const wishes = new LineWishes();
	const encodings = [{ ssrc: 1, scalabilityMode: 'L3T1' }];
	const made = { source: 'camera', sourceEndpointId: 'a', muted: false, rtpParameters: { encodings } } as Made;
	const wanted = { endpointId: 'a', source: 'camera', place: 'main', layers: 3, small: false } as const;
	const costs = (those: readonly Made[]) => wishes.of(those, new Map([['camera/a', wanted]]))[0]?.costs;
	expect(costs([made])).toEqual(camera);
	let byteCount = 0;
	const consumer = {
		...{ type: 'simulcast', currentLayers: { spatialLayer: 2 }, producerPaused: false },
		getStats: () => Promise.resolve([{ type: 'outbound-rtp', byteCount }]),
	};
	const track = { consumer, flowing: true, published: { source: 'camera', endpointId: 'a' } };
	for (const now of [0, 1_000]) {
		await wishes.look([track as unknown as ReceivedTrack], now);
		byteCount += 250_000;
	}
	expect(costs([made])).toEqual([150, 500, 2_000]);
	expect(costs([])).toBeUndefined();
	expect(costs([made])).toEqual(camera);
});
