import type { Layer } from '#sfu/link/contract-endpoint.ts';
import type { RemoteTrack } from './remote-track.ts';
import type { Sparing } from './strain.ts';

/** How tall the picture of each layer is; a tile may be a little larger before the next layer is worth its bits. */
const layers: readonly { readonly layer: Layer; readonly upTo: number }[] = [
	{ layer: 0, upTo: 180 * 1.25 },
	{ layer: 1, upTo: 360 * 1.25 },
	{ layer: 2, upTo: Infinity },
];

/** Less is asked for only when a tile has been small or hidden for so long: scrolling past is no change. ms */
const settle = 1_000;

/** The largest layer worth receiving for a tile of this height, in CSS pixels, on a screen of this density. */
export function layerFor(height: number, pixelRatio: number): Layer {
	return layers.find(({ upTo }) => height * pixelRatio <= upTo)?.layer ?? 2;
}

interface Tile {
	/** null: hidden */
	readonly layer: Layer | null;
	/** Beside the main picture, or on a wall: the first to go where the processor cannot keep up. */
	readonly beside: boolean;
}

/** In which size each track is shown, as the page's tiles really are: their height, and whether they can be seen. */
export class TileFit {
	/** tiles by track */
	readonly #tiles = new Map<string, Map<Element, Tile>>();
	readonly #largest: Layer;
	readonly #onChange: () => void;
	readonly #stop = new AbortController();
	#shown = true;
	#played = true;

	/** `largest`: more is never worth it. `onChange`: sizes have changed, and `layerOf` says how. */
	constructor(largest: Layer, onChange: () => void) {
		this.#largest = largest;
		this.#onChange = onChange;
		const { signal } = this.#stop;
		document.addEventListener('visibilitychange', () => this.#onChange(), { signal });
	}

	/** Without a stage on the page nothing is shown that has no tile. */
	set stageShown(shown: boolean) {
		if (shown === this.#shown) return;
		this.#shown = shown;
		this.#onChange();
	}

	/** A page that plays no sound receives none. */
	set soundPlayed(played: boolean) {
		if (played === this.#played) return;
		this.#played = played;
		this.#onChange();
	}

	/**
	 * A track of the stage that has no tile yet is about to get one, or is kept ready to be large. Of what only this device
	 * looks at, the smallest until its size is known: nine pictures of a wall, each asked for whole in passing, would make
	 * nine sites send 2.5 Mbit/s in place of 0.15 for as long as the server keeps a layer.
	 */
	layerOf(
		{ consumerId, kind, viewed }: Pick<RemoteTrack, 'consumerId' | 'kind' | 'viewed'>,
		sparing: Sparing = 0,
	): Layer | null {
		if (kind === 'audio') return this.#played ? 0 : null;
		if (document.hidden) return null;
		const tiles = this.#tiles.get(consumerId);
		const largest = Math.min(this.#largest, 3 - sparing) as Layer;
		if (!tiles) return this.#shown ? (viewed ? 0 : largest) : null;
		const shown = [...tiles.values()].flatMap(({ layer, beside }) => {
			return layer === null || (beside && sparing > 0) ? [] : [layer];
		});
		return shown.length === 0 ? null : (Math.min(largest, Math.max(...shown)) as Layer);
	}

	/** Follows one tile of a track; returns the way to stop. `beside`: see Tile. */
	observe(consumerId: string, element: Element, beside = false): () => void {
		let visible = true;
		let height = element.getBoundingClientRect().height;
		let timer: ReturnType<typeof setTimeout> | undefined;
		const put = (layer: Layer | null) => {
			const tiles = this.#tiles.get(consumerId) ?? new Map<Element, Tile>();
			this.#tiles.set(consumerId, tiles.set(element, { layer, beside }));
			this.#onChange();
		};
		const look = () => {
			const next = visible && height > 0 ? layerFor(height, devicePixelRatio) : null;
			const now = this.#tiles.get(consumerId)?.get(element)?.layer ?? null;
			clearTimeout(timer);
			if (next === now) return;
			if (next !== null && (now === null || next > now)) put(next);
			else timer = setTimeout(put, settle, next);
		};
		// Not laid out yet: the smallest until it is.
		put(height > 0 ? layerFor(height, devicePixelRatio) : 0);
		const sizes = new ResizeObserver((entries) => {
			// Several may come at once, the latest last.
			height = entries.at(-1)?.contentRect.height ?? 0;
			look();
		});
		const sight = new IntersectionObserver((entries) => {
			visible = entries.at(-1)?.isIntersecting ?? false;
			look();
		});
		sizes.observe(element);
		sight.observe(element);
		return () => {
			clearTimeout(timer);
			sizes.disconnect();
			sight.disconnect();
			const tiles = this.#tiles.get(consumerId);
			tiles?.delete(element);
			if (tiles?.size === 0) this.#tiles.delete(consumerId);
			this.#onChange();
		};
	}

	/** Idempotent. */
	close(): void {
		this.#stop.abort();
	}
}
