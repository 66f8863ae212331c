import { isDeepStrictEqual } from 'node:util';
import type { Declaration, Reserve, Stage } from '#sfu/link/contract.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import { placesOf, sourceKey, withReserve, withView, type SourceKey } from './stage-diff.ts';

const nobody = { members: new Set<string>(), keys: new Set<SourceKey>() };

/** What every taker is to receive: the stage, and what some of them look at besides; of a neighbour what it wants instead. */
export class Sight {
	readonly #views = new Map<string, ReadonlySet<SourceKey>>();
	/** of takers that follow no stage of ours */
	readonly #own = new Map<string, ReadonlyMap<SourceKey, Place>>();
	/** who goes on by themselves when the area is cut off, and what of them; and whether it is */
	#reserve: { readonly members: ReadonlySet<string>; readonly keys: ReadonlySet<SourceKey> } = nobody;
	#isIsland = false;
	/** stage, view and reserve of those that have one of these, for as long as none of them changes; all without view alike */
	readonly #merged = new Map<string, ReadonlyMap<SourceKey, Place>>();
	#stage: Stage = { tracks: [], cued: [], raised: [] };
	#places: ReadonlyMap<SourceKey, Place> = new Map();
	#raised: ReadonlySet<SourceKey> = new Set();

	/** What everybody receives. */
	get places(): ReadonlyMap<SourceKey, Place> {
		return this.#places;
	}

	isStage(stage: Stage): boolean {
		return isDeepStrictEqual(stage, this.#stage);
	}

	setStage(stage: Stage): void {
		this.#stage = stage;
		this.#places = placesOf(stage);
		this.#raised = new Set(stage.raised.map((endpointId) => sourceKey('camera', endpointId)));
		this.#merged.clear();
	}

	/** Whose cameras endpoints look at besides the stage. Returns the endpoints for whom that has changed. */
	setViews(views: Declaration['views']): string[] {
		const former = new Map(this.#views);
		this.#views.clear();
		for (const { endpointId, cameras } of views)
			if (cameras.length > 0) this.#views.set(endpointId, new Set(cameras.map((each) => sourceKey('camera', each))));
		const concerned = [...new Set([...former.keys(), ...this.#views.keys()])];
		const changed = concerned.filter((each) => !isDeepStrictEqual(former.get(each), this.#views.get(each)));
		for (const endpointId of changed) this.#merged.delete(endpointId);
		return changed;
	}

	/** Returns the endpoints for whom that has changed. */
	setReserve({ cameras, microphones }: Reserve, isIsland: boolean): string[] {
		const keys = [
			...cameras.map((each) => sourceKey('camera', each)),
			...microphones.map((each) => sourceKey('microphone', each)),
		];
		const now = { members: new Set([...cameras, ...microphones]), keys: new Set(keys) };
		const former = this.#reserve;
		if (isIsland === this.#isIsland && isDeepStrictEqual(now, former)) return [];
		this.#reserve = now;
		this.#isIsland = isIsland;
		this.#merged.clear();
		return [...now.members.union(former.members)];
	}

	/** This taker receives these in place of stage and view; undefined: no longer. */
	setPlaces(takerId: string, places: ReadonlyMap<SourceKey, Place> | undefined): void {
		if (places) this.#own.set(takerId, places);
		else this.#own.delete(takerId);
	}

	placesFor(takerId: string): ReadonlyMap<SourceKey, Place> {
		const own = this.#own.get(takerId);
		if (own) return own;
		const view = this.#views.get(takerId);
		const { members, keys } = this.#reserve;
		const isMember = members.has(takerId);
		if (!view && !isMember) return this.#places;
		const mergedAs = view ? takerId : '';
		const known = this.#merged.get(mergedAs);
		if (known) return known;
		const seen = view ? withView(this.#places, view) : this.#places;
		const merged = isMember ? withReserve(seen, keys, this.#isIsland) : seen;
		this.#merged.set(mergedAs, merged);
		return merged;
	}

	/** Everybody receives it, as far as they are not its sender. */
	isOnStage(key: SourceKey): boolean {
		return this.#places.has(key);
	}

	/** Shown small or not at all by now, and about to be shown large. */
	isRaised(key: SourceKey): boolean {
		return this.#raised.has(key);
	}

	/** Takers that look at it of their own choice, or have it in reserve. */
	viewersOf(key: SourceKey): string[] {
		const viewers = [...this.#views, ...this.#own].filter(([, seen]) => seen.has(key)).map(([takerId]) => takerId);
		const { members, keys } = this.#reserve;
		return keys.has(key) ? [...members.union(new Set(viewers))] : viewers;
	}
}
