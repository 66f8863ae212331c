import type { Attachment } from 'svelte/attachments';
import type { ShownPage } from './on-page.ts';

/** CSS pixels from the page's upper left corner. */
export interface Place {
	readonly left: number;
	readonly top: number;
}

/** How far an arrow key goes, in CSS pixels; with Shift. */
const [step, leap] = [8, 48];

const ways: Readonly<Record<string, readonly [number, number]>> = {
	ArrowLeft: [-1, 0],
	ArrowRight: [1, 0],
	ArrowUp: [0, -1],
	ArrowDown: [0, 1],
};

/** Where something is put on a page by keys: arrows move it, Enter or the space bar puts. For whoever does not point, or not exactly. */
export class Placing {
	/** undefined: the page has not the focus */
	at = $state.raw<Place>();

	readonly #shown: () => ShownPage;
	readonly #put: (at: Place, layer: HTMLElement) => void;
	/** where it was when the focus went */
	#last: Place | undefined;

	constructor(shown: () => ShownPage, put: (at: Place, layer: HTMLElement) => void) {
		this.#shown = shown;
		this.#put = put;
	}

	readonly attach: Attachment<HTMLElement> = (layer) => {
		const stop = new AbortController();
		const { signal } = stop;
		layer.addEventListener('focus', () => layer.matches(':focus-visible') && this.#begin(layer), { signal });
		layer.addEventListener('blur', () => this.#end(), { signal });
		layer.addEventListener('keydown', (event) => this.#key(layer, event), { signal });
		return () => {
			stop.abort();
			this.#end();
		};
	};

	/** In the middle of what is seen of the page. */
	#begin(layer: HTMLElement): void {
		const { width, height } = this.#shown();
		const { left, top } = layer.getBoundingClientRect();
		const middle = (from: number, size: number, seen: number) => (Math.max(0, -from) + Math.min(size, seen - from)) / 2;
		this.at = this.#last ?? {
			left: middle(left, width, window.innerWidth),
			top: middle(top, height, window.innerHeight),
		};
	}

	#end(): void {
		this.#last = this.at ?? this.#last;
		this.at = undefined;
	}

	#key(layer: HTMLElement, event: KeyboardEvent): void {
		if (event.target !== layer || event.ctrlKey || event.metaKey || event.altKey) return;
		if (!this.at) this.#begin(layer);
		const way = ways[event.key];
		const { at } = this;
		if (!at || (!way && event.key !== 'Enter' && event.key !== ' ')) return;
		event.preventDefault();
		if (!way) return this.#put(at, layer);
		const { width, height } = this.#shown();
		const by = event.shiftKey ? leap : step;
		this.at = {
			left: Math.min(width, Math.max(0, at.left + way[0] * by)),
			top: Math.min(height, Math.max(0, at.top + way[1] * by)),
		};
	}
}
