import type { PDFPageProxy } from 'pdfjs-dist';
import type { BytePart } from '#contract/paper-parts.ts';
import type { PlacedLine } from '#meeting/words-on-page.ts';
import { fromServer, type PaperSource } from './fetch-range.ts';
import { chunk, OpenedPdf, type PdfBytes } from './opened-pdf.ts';
import { Refused, type PatientLink } from './patient-link.svelte.ts';
import { headingsOf, pageOf, type Heading } from './outline.ts';
import type { PageSize } from './page-layout.ts';
import { Wishes } from './wishes.ts';

/** The beginning of a paper that is fetched first, and its end, where the table of what stands in it is, in bytes. */
const edge = 64 * 1024;

/** When its worker has been given so many more bytes than by which it was opened, a fresh one takes its place. */
const mostGiven = 8 * 1024 * 1024;

/** `refused`: not for this person, or gone; `broken`: pdf.js cannot read it. Neither has to do with the link. */
type Phase = 'loading' | 'ready' | 'refused' | 'broken';

/** A place where a paper is read. Close it when nobody reads there any more. */
export interface PaperView {
	/** Says which page is read here: its pictures stay at hand. */
	read(number: number): void;
	/** Does something with the page, which stays open as long; undefined when the paper has been closed meanwhile. */
	use<T>(number: number, work: (page: PDFPageProxy) => Promise<T>): Promise<T | undefined>;
	/** What was read in the picture of the page; empty: nothing, not yet, or not at hand now. */
	words(number: number, signal: AbortSignal): Promise<readonly PlacedLine[]>;
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
	readonly #from: PaperSource;
	/** of the attempt that goes on, or has led to what is open */
	#stop = new AbortController();
	#pdf: OpenedPdf | undefined;
	#bytes: PdfBytes | undefined;
	/** bytes that it was opened by */
	#opening = 0;
	#renewing = false;
	#closed = false;
	/** pages that pdf.js may hold pictures of, by number */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows them
	readonly #held = new Map<number, PDFPageProxy>();
	/** the page read at each place */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows them
	readonly #read = new Map<PaperView, number>();

	constructor(versionId: string, link: PatientLink, from: PaperSource = fromServer(versionId)) {
		this.versionId = versionId;
		this.link = link;
		this.#from = from;
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
			use: (number, work) => this.#use(number, work),
			words: (number, signal) => this.#from.words(number, signal).catch(() => []),
			done: (number) => {
				this.#tidy();
				// The bytes of one that is read are wanted again when it is magnified.
				if (![...this.#read.values()].includes(number)) void this.#renew();
			},
			close: () => {
				this.#read.delete(view);
				this.#tidy();
			},
		};
		return view;
	}

	/** Its table of contents; empty: it has none. */
	async headings(): Promise<readonly Heading[]> {
		return this.#pdf ? this.#pdf.use(headingsOf) : [];
	}

	/** The page that a heading leads to; undefined: none. */
	async pageOf(heading: Heading): Promise<number | undefined> {
		return this.#pdf?.use((document) => pageOf(document, heading)).catch(() => undefined);
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
		this.#pdf = this.#bytes = undefined;
		this.#held.clear();
	}

	async #use<T>(number: number, work: (page: PDFPageProxy) => Promise<T>): Promise<T | undefined> {
		const pdf = this.#pdf;
		return pdf?.use(async (document) => {
			const page = await document.getPage(Math.min(Math.max(number, 1), this.pages));
			if (this.#closed) return undefined;
			if (pdf === this.#pdf) this.#held.set(page.pageNumber, page);
			this.#learn(page);
			return work(page);
		});
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

	/** What was drawn stays; what is drawn from now on comes from a worker that keeps nothing yet. */
	async #renew(): Promise<void> {
		const [pdf, bytes, { signal }] = [this.#pdf, this.#bytes, this.#stop];
		if (!pdf || !bytes || this.#renewing || pdf.given - this.#opening < mostGiven) return;
		this.#renewing = true;
		try {
			await this.#take(bytes, signal);
			pdf.retire();
		} catch (error) {
			this.#fail(error, signal);
		} finally {
			this.#renewing = false;
		}
	}

	async #take(bytes: PdfBytes, signal: AbortSignal): Promise<void> {
		const pdf = await OpenedPdf.open(bytes, this.link, signal);
		this.#held.clear();
		this.#pdf = pdf;
		this.#opening = pdf.given;
	}

	#fail(error: unknown, { aborted }: AbortSignal): void {
		if (aborted) return;
		this.phase = error instanceof Refused ? 'refused' : 'broken';
		this.#letGo();
	}

	/** Without them the pages are laid out as they are known one after the other. */
	async #fetchSizes(signal: AbortSignal): Promise<void> {
		try {
			const sizes = await this.link.get(() => this.#from.sizes(signal), signal);
			if (this.pages === 0 || sizes.length === this.pages) this.sizes = sizes;
		} catch {
			// The paper has been closed.
		}
	}

	async #open(): Promise<void> {
		const stop = new AbortController();
		const { signal } = stop;
		this.#stop = stop;
		try {
			const bytes = this.#askFor(signal);
			void bytes.first.then(() => this.#fetchSizes(signal)).catch(() => {});
			await this.#take(bytes, signal);
			this.#bytes = bytes;
			this.pages = this.#pdf?.document.numPages ?? 0;
			if (this.sizes.length !== this.pages) this.sizes = [];
			this.phase = 'ready';
		} catch (error) {
			this.#fail(error, signal);
		}
	}

	#askFor(signal: AbortSignal): PdfBytes {
		const get = <T>(attempt: () => Promise<T>) => this.link.get(attempt, signal);
		const first = get(() => this.#from.range(0, edge, signal));
		const wishes = first.then(({ total }) => {
			const source = {
				total,
				one: async (begin: number, end: number) => (await get(() => this.#from.range(begin, end, signal))).bytes,
				parts: (parts: readonly BytePart[]) => get(() => this.#from.parts(parts, signal)),
			};
			const all = new Wishes(source, (error) => this.#fail(error, signal));
			if (total > edge) void all.ahead(Math.floor(Math.max(edge, total - edge) / chunk) * chunk);
			return all;
		});
		// It fails where what is asked for first does.
		wishes.catch(() => {});
		return { first, wish: (begin, end, give) => void wishes.then((all) => all.add(begin, end, give)).catch(() => {}) };
	}
}
