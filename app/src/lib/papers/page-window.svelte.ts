import { SvelteSet } from 'svelte/reactivity';
import { isCoarse } from './draw-page.ts';
import { layPage, layPages, pageInMiddle, pagesToDraw, type Layout, type PageBox, type Room } from './page-layout.ts';
import type { PaperDocument } from './paper-document.svelte.ts';

/** What a place where a paper is read is to show. */
export interface Shown extends Room {
	/** the page that is read, from 1 */
	readonly page: number;
	/** all pages one below the other, or that one alone */
	readonly mode: 'single' | 'continuous';
	/** another paper is read beside it: half as many are drawn */
	readonly few: boolean;
}

/** Pages drawn at once: with one that is being drawn, or a fine part of each large one, there are five canvases. */
const [most, mostLarge] = [4, 2];

/** Sheets on each side of the page that is read: beyond what a quick finger scrolls between two pictures. */
const sheets = 10;

/** Of a paper's pages, what lies where, and which few of them are drawn. */
export class PageWindow {
	/** how far it is scrolled down, in CSS pixels */
	top = $state(0);
	readonly drawn = new SvelteSet<number>();
	readonly failed = new SvelteSet<number>();
	/** the page that stands alone until the one that is read is drawn; 0: none yet */
	#alone = $state(0);
	/** the page that was read before: who goes back is likely to go on so */
	#before = $state(0);
	#read = 0;
	readonly #paper: PaperDocument;
	readonly #shown: () => Shown;

	constructor(paper: PaperDocument, shown: () => Shown) {
		this.#paper = paper;
		this.#shown = shown;
	}

	readonly page = $derived.by(() => Math.min(Math.max(this.#shown().page, 1), Math.max(1, this.#paper.pages)));
	readonly ready = $derived.by(() => {
		const { width, height, fit, mode } = this.#shown();
		const measured = width >= 40 && (height >= 40 || (fit === 'width' && mode === 'single'));
		return measured && this.#paper.phase === 'ready' && this.#paper.sizes.length > 0;
	});
	readonly layout: Layout = $derived.by(() => {
		const shown = this.#shown();
		if (shown.mode === 'single') return this.#lay(this.#alone || this.page);
		return layPages(this.#paper.sizes, shown);
	});
	readonly live: readonly number[] = $derived.by(() => {
		if (!this.ready) return [];
		const { mode, height, few } = this.#shown();
		if (mode === 'single') return this.#aloneAndBeside(few);
		const seen = { top: this.top, height };
		const box = this.layout.boxes[pageInMiddle(this.layout, seen) - 1];
		return pagesToDraw(this.layout, seen, (box && isCoarse(box) ? mostLarge : most) / (few ? 2 : 1));
	});
	/** The sheets that there are, those near to what is read. */
	readonly boxes: readonly PageBox[] = $derived.by(() => {
		if (!this.ready) return [];
		const { mode, height } = this.#shown();
		if (mode === 'single') return this.live.flatMap((page) => this.#lay(page).boxes);
		const middle = pageInMiddle(this.layout, { top: this.top, height });
		return this.layout.boxes.slice(Math.max(0, middle - 1 - sheets), middle + sheets);
	});
	/** The page that is seen; 0: none yet. */
	readonly stands = $derived.by(() => {
		if (this.#shown().mode === 'single') return this.#alone;
		return this.drawn.has(this.page) ? this.page : 0;
	});

	/** In an effect: the page that is read takes the place of the one before, once it is drawn. */
	turn(): void {
		const { page } = this;
		if (page !== this.#read) this.#before = this.#read;
		this.#read = page;
		if (this.#shown().mode === 'continuous' || this.drawn.has(page)) this.#alone = page;
	}

	#lay(page: number): Layout {
		return layPage(this.#paper.sizes[page - 1] ?? [595, 842], page, this.#shown());
	}

	/** The next one is drawn ahead, and the one before kept: turning shows them at once. */
	#aloneAndBeside(few: boolean): number[] {
		const { page } = this;
		const ahead = page < this.#before ? page - 1 : page + 1;
		const kept = few ? [] : [page - 1, page + 1].filter((each) => each === ahead || this.drawn.has(each));
		return [page, ...kept, this.#alone]
			.filter((each, at, all) => each >= 1 && each <= this.#paper.sizes.length && all.indexOf(each) === at)
			.toSorted((one, other) => one - other);
	}
}
