import type { Stage } from '#sfu/link/contract.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';

/** One source of one endpoint, as a key. */
export type SourceKey = `${Source}/${string}`;

/** Something that an endpoint publishes now. */
export interface PublishedSource {
	endpointId: string;
	source: Source;
	producerId: string;
	muted: boolean;
	/** Muted for so long that nobody should spend a consumer on it, but where it may be heard or seen at any moment. */
	silent: boolean;
	/** It comes over a line: of a picture only the layers that are wanted. */
	overLine?: boolean;
}

/** Where a track stands; `leaving`: no longer wanted, and kept for a moment in case it is wanted again. */
export type Standing = Place | 'leaving';

/** A track that an endpoint receives now. */
export interface HeldTrack {
	producerId: string;
	standing: Standing;
}

export interface WantedTrack {
	key: SourceKey;
	published: PublishedSource;
	place: Place;
}

/**
 * A picture that is to be seen. For who is only kept ready picture and sound are made in one step: they are agreed on with the
 * browser in one, too, which each time stops the page.
 */
export const isLookedFor = ({ published, place }: WantedTrack): boolean =>
	published.source !== 'microphone' && place !== 'near' && place !== 'cued' && place !== 'reserve';

/** What turns the tracks an endpoint receives into those it should receive; moving comes first. */
export interface StageDiff {
	move: { key: SourceKey; standing: Standing }[];
	close: SourceKey[];
	create: WantedTrack[];
}

export function sourceKey(source: Source, endpointId: string): SourceKey {
	return `${source}/${endpointId}`;
}

export function partsOf(key: SourceKey): { source: Source; endpointId: string } {
	const slash = key.indexOf('/');
	return { source: key.slice(0, slash) as Source, endpointId: key.slice(slash + 1) };
}

/**
 * The stage as source → place. A source listed twice counts where it stands first. Near are whom the chair reaches for, and
 * who comes first of the others.
 */
export function placesOf({ tracks, cued, raised }: Stage): Map<SourceKey, Place> {
	const places = new Map<SourceKey, Place>();
	const put = (source: Source, endpointId: string, place: Place) => {
		const key = sourceKey(source, endpointId);
		if (!places.has(key)) places.set(key, place);
	};
	for (const { endpointId, source, place } of tracks) put(source, endpointId, place);
	const first = cued.find((endpointId) => !raised.includes(endpointId));
	for (const endpointId of cued) {
		put('camera', endpointId, endpointId === first || raised.includes(endpointId) ? 'near' : 'cued');
		put('microphone', endpointId, 'cued');
	}
	return places;
}

/** The stage and what one endpoint looks at besides it. */
export function withView(places: ReadonlyMap<SourceKey, Place>, view: Iterable<SourceKey>): Map<SourceKey, Place> {
	const seen = new Map(places);
	for (const key of view) {
		// Who looks at somebody that is only kept ready wants to see them.
		const place = seen.get(key);
		if (place === undefined || place === 'cued' || place === 'near') seen.set(key, 'view');
	}
	return seen;
}

/**
 * Whoever unmutes on the main place, or has the floor, loses no word: these few are kept ready however long they are silent. So is
 * whom an area on its own hears: nothing can be made then.
 */
const isKeptReady = (place: Place | undefined) =>
	place === 'main' || place === 'audio' || place === 'reserve' || place === 'island';

/** The stage, or what one sees of it, and with whom they go on when their area is cut off; or, while it is, go on. */
export function withReserve(
	places: ReadonlyMap<SourceKey, Place>,
	reserve: ReadonlySet<SourceKey>,
	isOn: boolean,
): Map<SourceKey, Place> {
	const seen = new Map(places);
	for (const key of reserve) {
		const place = seen.get(key);
		if (isOn) seen.set(key, 'island');
		else if (place === undefined || place === 'cued') seen.set(key, 'reserve');
	}
	return seen;
}

/** Whether a source at this place is worth a consumer of its receivers. */
export const isWorthReceiving = ({ silent }: PublishedSource, place: Place | undefined): boolean =>
	!silent || isKeptReady(place);

/**
 * What `receiverId` must move, close and create to follow the stage: never its own sources, nothing that nobody
 * publishes or that is silent elsewhere than on the main place and the floor; a source published anew (another producer) is closed and created again; what is only not
 * wanted any more leaves.
 */
export function diffStage(
	receiverId: string,
	places: ReadonlyMap<SourceKey, Place>,
	published: ReadonlyMap<SourceKey, PublishedSource>,
	held: ReadonlyMap<SourceKey, HeldTrack>,
): StageDiff {
	const diff: StageDiff = { move: [], close: [], create: [] };
	const available = (key: SourceKey) => {
		const source = published.get(key);
		if (!source || source.endpointId === receiverId) return undefined;
		return isWorthReceiving(source, places.get(key)) ? source : undefined;
	};
	for (const [key, track] of held) {
		const standing = places.get(key) ?? 'leaving';
		if (available(key)?.producerId !== track.producerId) diff.close.push(key);
		else if (standing !== track.standing) diff.move.push({ key, standing });
	}
	for (const [key, place] of places) {
		const source = available(key);
		if (source && held.get(key)?.producerId !== source.producerId) diff.create.push({ key, published: source, place });
	}
	return diff;
}
