import type { Place, Source, Stage } from '#sfu/link/contract.ts';

/** One source of one endpoint, as a key. */
export type SourceKey = `${Source}/${string}`;

/** Something that an endpoint publishes now. */
export interface PublishedSource {
	endpointId: string;
	source: Source;
	producerId: string;
	/** Muted for so long that nobody should spend a consumer on it. */
	silent: boolean;
}

/** A track that an endpoint receives now. */
export interface HeldTrack {
	producerId: string;
	place: Place;
}

export interface WantedTrack {
	key: SourceKey;
	published: PublishedSource;
	place: Place;
}

/** What turns the tracks an endpoint receives into those it should receive; closing comes first. */
export interface StageDiff {
	close: SourceKey[];
	move: { key: SourceKey; place: Place }[];
	create: WantedTrack[];
}

export function sourceKey(source: Source, endpointId: string): SourceKey {
	return `${source}/${endpointId}`;
}

/** The stage as source → place. A source listed twice counts where it stands first. */
export function placesOf(stage: Stage): Map<SourceKey, Place> {
	const places = new Map<SourceKey, Place>();
	for (const { endpointId, source, place } of stage.video) {
		const key = sourceKey(source, endpointId);
		if (!places.has(key)) places.set(key, place);
	}
	for (const endpointId of stage.audio) places.set(sourceKey('microphone', endpointId), 'audio');
	return places;
}

/**
 * What `receiverId` must close, move and create to follow the stage: never its own sources, nothing that nobody
 * publishes or that is silent; a source published anew (another producer) is closed and created again.
 */
export function diffStage(
	receiverId: string,
	places: ReadonlyMap<SourceKey, Place>,
	published: ReadonlyMap<SourceKey, PublishedSource>,
	held: ReadonlyMap<SourceKey, HeldTrack>,
): StageDiff {
	const wanted = new Map<SourceKey, WantedTrack>();
	for (const [key, place] of places) {
		const source = published.get(key);
		if (source && !source.silent && source.endpointId !== receiverId)
			wanted.set(key, { key, published: source, place });
	}
	const diff: StageDiff = { close: [], move: [], create: [] };
	for (const [key, track] of held) {
		const want = wanted.get(key);
		if (want?.published.producerId !== track.producerId) diff.close.push(key);
		else if (want.place !== track.place) diff.move.push({ key, place: want.place });
	}
	for (const [key, want] of wanted) {
		if (held.get(key)?.producerId !== want.published.producerId) diff.create.push(want);
	}
	return diff;
}
