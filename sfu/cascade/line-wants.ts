import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { mostLineTracks, type LineState, type Place } from '#sfu/link/contract-line.ts';
import { partsOf, type SourceKey } from '#sfu/conference/stage-diff.ts';

type Wanted = LineState['wanted'][number];

/** The most layers that somebody takes; and whether somebody takes one alone, while others take more. */
export interface Taken {
	readonly layers: Layers;
	readonly small: boolean;
}

const nothing: Taken = { layers: 0, small: false };
const smallest: Taken = { layers: 1, small: false };

/** Where one taker has a source on the stage and another looks at it by itself, or has it ready: the first of these. */
const places: readonly Place[] = ['content', 'main', 'audio', 'secondary', 'view', 'near', 'cued'];

/**
 * What is wanted over a line: all that some taker here is to receive of endpoints beyond it. `taken`: what takers take of a
 * source; undefined: it is not here. Then the smallest comes, so that something is there when they are ready. What is only kept
 * ready costs the line nothing.
 */
export function wantedOf(
	received: Iterable<ReadonlyMap<SourceKey, Place>>,
	beyond: ReadonlySet<string>,
	taken: (endpointId: string, source: Source) => Taken | undefined,
): Wanted[] {
	const merged = new Map<SourceKey, Place>();
	for (const each of received)
		for (const [key, place] of each) {
			if (place === 'reserve' || place === 'island') continue;
			const known = merged.get(key);
			if (known === undefined || places.indexOf(place) < places.indexOf(known)) merged.set(key, place);
		}
	const wanted = [...merged].flatMap(([key, place]) => {
		const { source, endpointId } = partsOf(key);
		if (!beyond.has(endpointId)) return [];
		const { layers, small } = place === 'cued' ? nothing : (taken(endpointId, source) ?? smallest);
		return [{ endpointId, source, place, layers, small }];
	});
	return wanted.toSorted((a, b) => places.indexOf(a.place) - places.indexOf(b.place)).slice(0, mostLineTracks);
}

const isReady = (place: Place) => place === 'cued' || place === 'near';

/**
 * Where the other end only keeps ready what is on the stage here, it has not heard of that stage yet: it is about to want it. So it
 * meets the key frame by which whoever is here begins; the next one is half a second away.
 */
export function foreseen(wanted: Wanted, onStage: Place | undefined): Wanted {
	if (onStage === undefined || isReady(onStage) || !isReady(wanted.place)) return wanted;
	return { ...wanted, place: onStage, layers: onStage === 'main' || onStage === 'content' ? 3 : 1 };
}
