import { isDeepStrictEqual } from 'node:util';
import type { Declaration, Stage } from '#sfu/link/contract.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import { placesOf, sourceKey, withView, type SourceKey } from './stage-diff.ts';

/** What every endpoint is to receive: the stage, and what some of them look at besides. */
export class Sight {
	readonly #views = new Map<string, ReadonlySet<SourceKey>>();
	/** stage and view of those that have one, for as long as neither changes */
	readonly #merged = new Map<string, ReadonlyMap<SourceKey, Place>>();
	#stage: Stage = { tracks: [], cued: [], raised: [] };
	#places: ReadonlyMap<SourceKey, Place> = new Map();
	#raised: ReadonlySet<SourceKey> = new Set();

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

	placesFor(endpointId: string): ReadonlyMap<SourceKey, Place> {
		const view = this.#views.get(endpointId);
		if (!view) return this.#places;
		const merged = this.#merged.get(endpointId) ?? withView(this.#places, view);
		this.#merged.set(endpointId, merged);
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

	/** Endpoints that look at it of their own choice. */
	viewersOf(key: SourceKey): string[] {
		return [...this.#views].filter(([, view]) => view.has(key)).map(([endpointId]) => endpointId);
	}
}
