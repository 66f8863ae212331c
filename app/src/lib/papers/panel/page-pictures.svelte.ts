import { SvelteMap } from 'svelte/reactivity';
import { drawPage, release } from '../draw-page.ts';
import { DrawingQueue } from '../drawing-queue.ts';
import type { Turned } from '../page-layout.ts';
import type { PaperDocument } from '../paper-document.svelte.ts';

/** One that is only scrolled past is not drawn: it is looked at for so long, in ms. */
const lookedAt = 150;

/** Small pictures of a paper's pages. Of each a picture stays, and no canvas. Closed by who made it. */
export class PagePictures {
	/** addresses of pictures, by page */
	readonly #made = new SvelteMap<number, string>();
	readonly #queue = new DrawingQueue();
	readonly #view: ReturnType<PaperDocument['view']>;
	readonly #turned: Turned;

	constructor(paper: PaperDocument, turned: Turned) {
		this.#view = paper.view();
		this.#turned = turned;
	}

	/** Undefined: not made yet. */
	of(page: number): string | undefined {
		return this.#made.get(page);
	}

	/** Makes it, so wide in CSS pixels, unless it is let go before. @returns lets it go */
	look(page: number, width: number): () => void {
		if (this.#made.has(page)) return () => {};
		const stop = new AbortController();
		const timer = setTimeout(() => {
			// What cannot be drawn stays white; turning to it says why.
			this.#queue.run(page, stop.signal, () => this.#make(page, width, stop.signal)).catch(() => {});
		}, lookedAt);
		return () => {
			clearTimeout(timer);
			stop.abort();
		};
	}

	close(): void {
		this.#view.close();
		for (const url of this.#made.values()) URL.revokeObjectURL(url);
		this.#made.clear();
	}

	async #make(page: number, width: number, signal: AbortSignal): Promise<void> {
		const turned = this.#turned;
		const canvas = document.createElement('canvas');
		try {
			const drawn = await this.#view.use(page, async (source) => {
				if (signal.aborted) return false;
				const natural = source.getViewport({ scale: 1, rotation: (source.rotate + turned) % 360 });
				const scale = width / natural.width;
				return drawPage(source, canvas, { width, height: Math.ceil(natural.height * scale), scale, turned }, signal);
			});
			if (!drawn) return;
			const picture = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.8));
			if (picture && !signal.aborted) this.#made.set(page, URL.createObjectURL(picture));
		} finally {
			release(canvas);
			this.#view.done(page);
		}
	}
}
