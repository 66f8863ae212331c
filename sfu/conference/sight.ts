import { isDeepStrictEqual } from 'node:util';
import type { Declaration, Stage } from '#sfu/link/contract.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import { placesOf, sourceKey, withView, type SourceKey } from './stage-diff.ts';

/** What every taker is to receive: the stage, and what some of them look at besides; of a neighbour what it wants instead. */
export class Sight {
	readonly #views = new Map<string, ReadonlySet<SourceKey>>();
	/** of takers that follow no stage of ours */
	readonly #own = new Map<string, ReadonlyMap<SourceKey, Place>>();
	/** stage and view of those that have one, for as long as neither changes */
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

	/** This taker receives these in place of stage and view; undefined: no longer. */
	setPlaces(takerId: string, places: ReadonlyMap<SourceKey, Place> | undefined): void {
		if (places) this.#own.set(takerId, places);
		else this.#own.delete(takerId);
	}

	placesFor(takerId: string): ReadonlyMap<SourceKey, Place> {
		const own = this.#own.get(takerId);
		if (own) return own;
		const view = this.#views.get(takerId);
		if (!view) return this.#places;
		const merged = this.#merged.get(takerId) ?? withView(this.#places, view);
		this.#merged.set(takerId, merged);
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

	/** Takers that look at it of their own choice. */
	viewersOf(key: SourceKey): string[] {
		return [...this.#views, ...this.#own].filter(([, seen]) => seen.has(key)).map(([takerId]) => takerId);
	}
}
