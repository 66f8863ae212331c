import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import type { BytePart } from '#contract/paper-parts.ts';
import { fetchParts, fetchRange, fetchSizes } from './fetch-range.ts';
import { Refused, type PatientLink } from './patient-link.svelte.ts';
import { headingsOf, pageOf, type Heading } from './outline.ts';
import type { PageSize } from './page-layout.ts';
import { loadLibrary, pdfData, startWorker } from './pdf-library.ts';
import { Wishes } from './wishes.ts';

/** The beginning of a paper that is fetched first, and its end, where the table of what stands in it is, in bytes. */
const edge = 64 * 1024;

/** What pdf.js counts a paper's bytes in: as little as a page's head takes. Larger things are asked for as a whole. */
const chunk = 4 * 1024;

/** `refused`: not for this person, or gone; `broken`: pdf.js cannot read it. Neither has to do with the link. */
type Phase = 'loading' | 'ready' | 'refused' | 'broken';

/** A place where a paper is read. Close it when nobody reads there any more. */
export interface PaperView {
	/** Says which page is read here: its pictures stay at hand. */
	read(number: number): void;
	/** To be drawn; undefined when the paper has been closed meanwhile. */
	page(number: number): Promise<PDFPageProxy | undefined>;
	/** It has been drawn, and will hardly be drawn again soon: nothing of it is kept but its bytes. */
	done(number: number): void;
	close(): void;
}

/**
 * One version of a paper, opened in pdf.js over range requests. Closed by who opened it. pdf.js keeps a request that
 * failed, and with it the page, so it never sees one fail: the link's patience stands between them.
 */
export class PaperDocument {
	phase = $state<Phase>('loading');
	/** 0 while loading */
	pages = $state(0);
	/** of each page; what nobody has told yet is taken to be as large as one that is known, and is put right when it is. Empty while none is. */
	sizes = $state.raw<readonly PageSize[]>([]);

	readonly versionId: string;
	readonly link: PatientLink;
	readonly #url: string;
	/** of the attempt that goes on, or has led to what is open */
	#stop = new AbortController();
	#worker: Worker | undefined;
	#task: PDFDocumentLoadingTask | undefined;
	#document: PDFDocumentProxy | undefined;
	#closed = false;
	/** pages that pdf.js may hold pictures of, by number */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows them
	readonly #held = new Map<number, PDFPageProxy>();
	/** the page read at each place */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows them
	readonly #read = new Map<PaperView, number>();

	constructor(versionId: string, link: PatientLink) {
		this.versionId = versionId;
		this.link = link;
		this.#url = `/papers/${encodeURIComponent(versionId)}`;
		void this.#open();
	}

	/** One that could not be opened is tried anew. */
	view(): PaperView {
		this.retry();
		const view: PaperView = {
			read: (number) => {
				this.#read.set(view, number);
				this.#tidy();
			},
			page: (number) => this.#page(number),
			done: () => this.#tidy(),
			close: () => {
				this.#read.delete(view);
				this.#tidy();
			},
		};
		return view;
	}

	/** Its table of contents; empty: it has none. */
	async headings(): Promise<readonly Heading[]> {
		return this.#document ? headingsOf(this.#document) : [];
	}

	/** The page that a heading leads to; undefined: none. */
	async pageOf(heading: Heading): Promise<number | undefined> {
		return this.#document && pageOf(this.#document, heading).catch(() => undefined);
	}

	/** Opens it anew where that has failed. */
	retry(): void {
		if (this.#closed || this.phase === 'loading' || this.phase === 'ready') return;
		this.phase = 'loading';
		void this.#open();
	}

	close(): void {
		this.#closed = true;
		this.#letGo();
	}

	#letGo(): void {
		this.#stop.abort();
		this.#document = undefined;
		this.#held.clear();
		const [task, worker] = [this.#task, this.#worker];
		this.#task = this.#worker = undefined;
		const destroyed = task?.destroy() ?? Promise.resolve();
		void destroyed.catch(() => {}).finally(() => worker?.terminate());
	}

	async #page(number: number): Promise<PDFPageProxy | undefined> {
		const page = await this.#document?.getPage(Math.min(Math.max(number, 1), this.pages));
		if (!page || this.#closed) return undefined;
		this.#held.set(page.pageNumber, page);
		this.#learn(page);
		return page;
	}

	/** What the file itself says holds. */
	#learn(page: PDFPageProxy): void {
		const { width, height } = page.getViewport({ scale: 1 });
		const known = this.sizes[page.pageNumber - 1];
		if (known && Math.abs(known[0] - width) < 0.5 && Math.abs(known[1] - height) < 0.5) return;
		const size = [width, height] as const;
		this.sizes = Array.from({ length: this.pages }, (_, at) =>
			at === page.pageNumber - 1 ? size : (this.sizes[at] ?? size),
		);
	}

	/** A scanned page takes some 35 MB as pdf.js keeps it: 24 of them would take the browser's memory away. */
	#tidy(): void {
		const read = [...this.#read.values()];
		for (const [number, page] of this.#held) {
			// One that is being drawn gives up what it holds when that is done.
			if (read.includes(number)) continue;
			page.cleanup();
			this.#held.delete(number);
		}
	}

	#employ(worker: Worker, signal: AbortSignal): Worker {
		if (signal.aborted) worker.terminate();
		else this.#worker = worker;
		return worker;
	}

	/** Without them the pages are laid out as they are known one after the other. */
	async #fetchSizes(signal: AbortSignal): Promise<void> {
		try {
			const sizes = await this.link.get(() => fetchSizes(this.#url, signal), signal);
			if (this.pages === 0 || sizes.length === this.pages) this.sizes = sizes;
		} catch {
			// The paper has been closed.
		}
	}

	async #open(): Promise<void> {
		const stop = new AbortController();
		const { signal } = stop;
		this.#stop = stop;
		const get = <T>(attempt: () => Promise<T>) => this.link.get(attempt, signal);
		const fail = (error: unknown) => {
			if (signal.aborted) return;
			this.phase = error instanceof Refused ? 'refused' : 'broken';
			this.#letGo();
		};
		try {
			const [library, worker, first] = await Promise.all([
				get(loadLibrary),
				get(() => startWorker(signal)).then((started) => this.#employ(started, signal)),
				get(() => fetchRange(this.#url, 0, edge, signal)),
			]);
			void this.#fetchSizes(signal);
			const range = new library.PDFDataRangeTransport(first.total, first.bytes);
			const source = {
				total: first.total,
				one: async (begin: number, end: number) => (await get(() => fetchRange(this.#url, begin, end, signal))).bytes,
				parts: (parts: readonly BytePart[]) => get(() => fetchParts(this.#url, parts, signal)),
			};
			const wishes = new Wishes(source, fail);
			if (first.total > edge) void wishes.ahead(Math.floor(Math.max(edge, first.total - edge) / chunk) * chunk);
			range.requestDataRange = (begin, end) =>
				wishes.add(begin, end, (bytes) => {
					if (!signal.aborted) range.onDataRange(begin, bytes);
				});
			this.#task = library.getDocument({
				range,
				worker: library.PDFWorker.create({ port: worker }),
				...pdfData(library),
				rangeChunkSize: chunk,
				disableStream: true,
				disableAutoFetch: true,
			});
			const document = await this.#task.promise;
			signal.throwIfAborted();
			this.#document = document;
			this.pages = document.numPages;
			if (this.sizes.length !== this.pages) this.sizes = [];
			this.phase = 'ready';
		} catch (error) {
			fail(error);
		}
	}
}
