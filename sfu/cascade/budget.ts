import type { Layer } from '#sfu/link/contract-endpoint.ts';
import type { Place } from '#sfu/link/contract-line.ts';

/** Something of one meeting that is to be carried. */
export interface Wish {
	/** Of one meeting each is another. */
	readonly key: string;
	/** `audio`: a voice, which is never kept back. */
	readonly place: Place;
	/** What it costs up to each layer, the largest wanted last, in kbit/s; none: nothing of it is wanted. */
	readonly costs: readonly number[];
}

/** By meeting. */
export type Wishes = ReadonlyMap<string, readonly Wish[]>;

/** The largest layer of each picture that may flow; null: none. By meeting and key; voices are not in it. */
export type Allotment = ReadonlyMap<string, ReadonlyMap<string, Layer | null>>;

/** What was allotted, and since when not more of it. */
interface Kept {
	readonly place: Place;
	readonly layer: Layer | null;
	/** when it was made less, in ms */
	readonly loweredAt: number;
}

/** Of a budget at one moment: handed back to the next `allot`. By meeting and key. */
export type BudgetState = ReadonlyMap<string, ReadonlyMap<string, Kept>>;

/** So long what was made less is not made more: a picture that goes to and fro is worse than a small one. ms */
export const holdsFor = 45_000;

/**
 * What is given first, by place and layer: papers that can be read, then a face, both in the smallest layer; then the papers in full,
 * the face, and who is beside it. What overloads a line is given up the other way round.
 */
const ranks: Readonly<Record<Place, readonly number[]>> = {
	audio: [],
	content: [0, 2, 2],
	main: [1, 3, 4],
	secondary: [5, 8, 8],
	view: [6, 9, 9],
	near: [7, 9, 9],
	cued: [7, 9, 9],
	// Over no line.
	reserve: [],
	island: [],
};

const lastRank = 9;

type Layers = ReadonlyMap<string, Layer | null>;

interface Share {
	readonly layers: Layers;
	readonly used: number;
}

/**
 * What may flow of all that several meetings want of one way. Voices always flow. What they leave is shared: who wants less than an
 * equal share leaves the rest to the others, and what cannot be shared goes to who had it before. More capacity never gives a
 * meeting something of a lower rank in place of a higher one. `now` in ms, of a clock that never goes back.
 */
export function allot(
	wishes: Wishes,
	capacity: number,
	before: BudgetState,
	now: number,
): { readonly allotment: Allotment; readonly state: BudgetState; readonly againAt: number } {
	const fair = shareOut(wishes, capacity, before);
	let againAt = Infinity;
	const state = new Map<string, Map<string, Kept>>();
	for (const [meeting, layers] of fair) {
		const kept = new Map<string, Kept>();
		state.set(meeting, kept);
		for (const { key, place, costs } of wishes.get(meeting) ?? []) {
			const layer = layers.get(key);
			if (layer === undefined) continue;
			const former = before.get(meeting)?.get(key);
			const known = former?.place === place ? former : undefined;
			const held = known && now - known.loweredAt < holdsFor && isLess(known.layer, layer);
			if (held) againAt = Math.min(againAt, known.loweredAt + holdsFor);
			const wanted = costs.length === 0 ? null : ((costs.length - 1) as Layer);
			// Who wants less has not been made to want it.
			const isLowered = known && isLess(layer, known.layer) && isLess(layer, wanted);
			const loweredAt = isLowered ? now : (known?.loweredAt ?? -Infinity);
			kept.set(key, { place, layer: held ? known.layer : layer, loweredAt });
		}
	}
	const layersOf = (kept: ReadonlyMap<string, Kept>) => new Map([...kept].map(([key, { layer }]) => [key, layer]));
	return { allotment: new Map([...state].map(([meeting, kept]) => [meeting, layersOf(kept)])), state, againAt };
}

/** What all of it costs, in kbit/s; of pictures as much as is allotted. */
export function costOf(wishes: readonly Wish[], layers: Layers): number {
	return sum(
		wishes.map(({ key, place, costs }) => (place === 'audio' ? (costs.at(-1) ?? 0) : costAt(costs, layers.get(key)))),
	);
}

/**
 * How much more the way would have to carry, for this picture to be allotted as it is wanted, in kbit/s; 0: nothing. As if nothing had
 * been made less lately.
 */
export function lackOf(wishes: Wishes, capacity: number, before: BudgetState, meeting: string, key: string): number {
	const wanted = wishes.get(meeting)?.find((wish) => wish.key === key)?.costs.length ?? 0;
	const isEnough = (more: number) => {
		const layer =
			shareOut(wishes, capacity + more, before)
				.get(meeting)
				?.get(key) ?? null;
		return wanted === 0 || layer === wanted - 1;
	};
	if (isEnough(0)) return 0;
	// All that is wanted: enough for certain.
	let enough = Math.ceil(sum([...wishes.values()].flat().map(({ costs }) => costs.at(-1) ?? 0)));
	let tooLittle = 0;
	while (enough - tooLittle > 1) {
		const between = Math.floor((enough + tooLittle) / 2);
		if (isEnough(between)) enough = between;
		else tooLittle = between;
	}
	return enough;
}

function shareOut(wishes: Wishes, capacity: number, before: BudgetState): Map<string, Layers> {
	const pictures = new Map(
		[...wishes].map(([meeting, all]) => [meeting, all.filter(({ place }) => place !== 'audio')]),
	);
	const voices = sum([...wishes.values()].flat().map((wish) => (wish.place === 'audio' ? costOf([wish], none) : 0)));
	let left = Math.max(0, capacity - voices);
	const shared = new Map<string, Share>();
	const sizes = [...pictures].map(([meeting, all]) => ({ meeting, all, full: fill(all, Infinity).used }));
	sizes.sort((a, b) => a.full - b.full || compare(a.meeting, b.meeting));
	for (const [index, { full }] of sizes.entries()) {
		const share = left / (sizes.length - index);
		const those = full <= share ? sizes.slice(index, index + 1) : sizes.slice(index);
		const given = those.map(({ meeting, all }) => ({ meeting, ...fill(all, share) }));
		for (const { meeting, ...each } of given) shared.set(meeting, each);
		left -= sum(given.map(({ used }) => used));
		if (full > share) break;
	}
	// Steps are large: what is left of several shares may be one for somebody. First for whom it was before.
	const had = (meeting: string) => {
		const layers = new Map([...(before.get(meeting) ?? [])].map(([key, { layer }]) => [key, layer]));
		return costOf(pictures.get(meeting) ?? [], layers);
	};
	const order = sizes.map(({ meeting, all }) => ({ meeting, all, had: had(meeting) }));
	order.sort((a, b) => b.had - a.had || compare(a.meeting, b.meeting));
	for (const { meeting, all } of order) {
		const used = shared.get(meeting)?.used ?? 0;
		const more = fill(all, used + left);
		shared.set(meeting, more);
		left -= more.used - used;
	}
	return new Map([...shared].map(([meeting, { layers }]) => [meeting, layers]));
}

/** As much of one meeting's pictures as goes into `room`: by rank, and what does not fit is passed over. */
function fill(pictures: readonly Wish[], room: number): Share {
	const layers = new Map<string, Layer | null>(pictures.map(({ key }) => [key, null]));
	let used = 0;
	for (let rank = 0; rank <= lastRank; rank += 1)
		for (const { key, place, costs } of pictures)
			for (const [layer] of costs.entries()) {
				const former = layers.get(key) ?? null;
				if (rankOf(place, layer) !== rank || layer !== (former ?? -1) + 1) continue;
				const more = costAt(costs, layer as Layer) - costAt(costs, former);
				if (used + more > room) continue;
				used += more;
				layers.set(key, layer as Layer);
			}
	return { layers, used };
}

const none: Layers = new Map();

const rankOf = (place: Place, layer: number) => ranks[place][layer] ?? lastRank;

/** No layer costs less than a smaller one, whatever was measured. */
const costAt = (costs: readonly number[], layer: Layer | null | undefined): number =>
	layer == null ? 0 : Math.max(0, ...costs.slice(0, layer + 1));

const isLess = (a: Layer | null, b: Layer | null) => (a ?? -1) < (b ?? -1);
const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
