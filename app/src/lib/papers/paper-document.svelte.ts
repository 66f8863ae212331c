import type { PDFDocumentLoadingTask, PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { pdfData, pdfLibrary } from './pdf-library.ts';

/** Bytes of one range request: big enough for a slow link's round trips, small enough for a first page soon. */
const rangeBytes = 256 * 1024;

/** One version of a paper, opened in pdf.js over range requests. Closed by who opened it. */
export class PaperDocument {
	phase = $state<'loading' | 'ready' | 'failed'>('loading');
	/** 0 while loading */
	pages = $state(0);

	readonly versionId: string;
	#task: PDFDocumentLoadingTask | undefined;
	#document: PDFDocumentProxy | undefined;
	#closed = false;

	constructor(versionId: string) {
		this.versionId = versionId;
		void this.#open();
	}

	/** Undefined when the paper has been closed meanwhile. */
	async page(number: number): Promise<PDFPageProxy | undefined> {
		if (this.#closed) return undefined;
		return this.#document?.getPage(Math.min(Math.max(number, 1), this.pages));
	}

	/** Fetches and parses what a page needs, so that turning to it shows it at once. */
	async warm(number: number): Promise<void> {
		if (number < 1 || number > this.pages) return;
		try {
			const page = await this.page(number);
			await page?.getOperatorList();
		} catch {
			// Turning to the page says what is wrong with it.
		}
	}

	close(): void {
		this.#closed = true;
		this.#document = undefined;
		void this.#task?.destroy();
	}

	async #open(): Promise<void> {
		try {
			const library = await pdfLibrary();
			if (this.#closed) return;
			this.#task = library.getDocument({
				url: `/papers/${encodeURIComponent(this.versionId)}`,
				...pdfData(library),
				rangeChunkSize: rangeBytes,
				disableStream: true,
				disableAutoFetch: true,
			});
			this.#document = await this.#task.promise;
			this.pages = this.#document.numPages;
			this.phase = 'ready';
		} catch {
			if (!this.#closed) this.phase = 'failed';
		}
	}
}
