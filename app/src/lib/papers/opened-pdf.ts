import type { PDFDocumentLoadingTask, PDFDocumentProxy } from 'pdfjs-dist';
import type { FetchedRange } from './fetch-range.ts';
import type { PatientLink } from './patient-link.svelte.ts';
import { loadLibrary, pdfData, startWorker } from './pdf-library.ts';

/** What pdf.js counts a paper's bytes in: as little as a page's head takes. Larger things are asked for as a whole. */
export const chunk = 4 * 1024;

/** Where a paper's bytes come from. */
export interface PdfBytes {
	/** the beginning of the file */
	readonly first: Promise<FetchedRange>;
	/** `begin` to before `end`, given once: they go to the worker */
	wish(begin: number, end: number, give: (bytes: Uint8Array<ArrayBuffer>) => void): void;
}

/**
 * A paper open in pdf.js, in a worker of its own, which keeps the bytes that it was given for as long as it lives: one that was
 * given many is to be followed by a fresh one.
 */
export class OpenedPdf {
	readonly document: PDFDocumentProxy;
	readonly #end: () => void;
	readonly #given: () => number;
	#users = 0;
	#ending = false;

	private constructor(document: PDFDocumentProxy, given: () => number, end: () => void) {
		this.document = document;
		this.#given = given;
		this.#end = end;
	}

	/** Ends when `signal` says so. Rejects with its reason, with `Refused`, or with what pdf.js says of a file that it cannot read. */
	static async open({ first, wish }: PdfBytes, link: PatientLink, signal: AbortSignal): Promise<OpenedPdf> {
		const starting = link.get(() => startWorker(signal), signal);
		let task: PDFDocumentLoadingTask | undefined;
		let given = 0;
		const end = () => {
			signal.removeEventListener('abort', end);
			const destroyed = task?.destroy() ?? Promise.resolve();
			void destroyed
				.catch(() => {})
				.then(() => starting)
				.then((worker) => worker.terminate())
				.catch(() => {});
		};
		signal.addEventListener('abort', end);
		try {
			const [library, worker, head] = await Promise.all([link.get(loadLibrary, signal), starting, first]);
			signal.throwIfAborted();
			// pdf.js takes what it is given to its own thread.
			const range = new library.PDFDataRangeTransport(head.total, head.bytes.slice());
			range.requestDataRange = (begin, until) =>
				wish(begin, until, (bytes) => {
					given += bytes.length;
					if (!signal.aborted) range.onDataRange(begin, bytes);
				});
			task = library.getDocument({
				range,
				worker: library.PDFWorker.create({ port: worker }),
				...pdfData(library),
				rangeChunkSize: chunk,
				disableStream: true,
				disableAutoFetch: true,
			});
			const document = await task.promise;
			signal.throwIfAborted();
			return new OpenedPdf(document, () => given, end);
		} catch (error) {
			end();
			throw error;
		}
	}

	/** bytes that its worker was given, and keeps */
	get given(): number {
		return this.#given();
	}

	/** While this goes on, it does not end. */
	async use<T>(work: (document: PDFDocumentProxy) => Promise<T>): Promise<T> {
		this.#users += 1;
		try {
			return await work(this.document);
		} finally {
			this.#users -= 1;
			this.#endWhenUnused();
		}
	}

	/** Ends when nobody uses it any more. */
	retire(): void {
		this.#ending = true;
		this.#endWhenUnused();
	}

	#endWhenUnused(): void {
		if (this.#ending && this.#users === 0) this.#end();
	}
}
