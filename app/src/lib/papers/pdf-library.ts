// Its build for older browsers: tablets are used for many years.
import libraryUrl from 'pdfjs-dist/legacy/build/pdf.min.mjs?url';
import PaperWorker from './paper-worker.ts?worker';

export type Library = typeof import('pdfjs-dist');

let loaded: Library | undefined;
let vain = 0;

/**
 * pdf.js, fetched when the first paper is opened: most pages never need it. Browsers keep a module that failed to load
 * under its address for as long as the page lives: each further attempt has another.
 */
export async function loadLibrary(): Promise<Library> {
	try {
		loaded ??= (await import(/* @vite-ignore */ vain === 0 ? libraryUrl : `${libraryUrl}?${vain}`)) as Library;
		return loaded;
	} catch (error) {
		vain += 1;
		throw error;
	}
}

/** A worker that does not say so in this time has not been loaded, in ms. */
const startWithin = 30_000;

/** for the paper that is opened next */
let spare: Promise<Worker> | undefined;

/** So long it is kept for a paper that is being opened while nobody looks for one any more, in ms. */
const keptFor = 1_000;

/**
 * Fetches pdf.js and starts a worker while somebody looks for a paper: it is open sooner then. What fails is tried again when one
 * is opened. @returns ends the worker, where no paper has taken it
 */
export function makeReady(): () => void {
	void loadLibrary().catch(() => {});
	const stop = new AbortController();
	const mine = (spare ??= begin(stop.signal));
	void mine.catch(() => {
		if (spare === mine) spare = undefined;
	});
	return () =>
		setTimeout(() => {
			if (spare !== mine) return;
			spare = undefined;
			stop.abort();
			void mine.then((worker) => worker.terminate()).catch(() => {});
		}, keptFor);
}

/** Rejects when its program could not be loaded, where pdf.js would work on the page's own thread from then on. */
export function startWorker(signal: AbortSignal): Promise<Worker> {
	const ready = spare;
	spare = undefined;
	return ready?.catch(() => begin(signal)) ?? begin(signal);
}

function begin(signal: AbortSignal): Promise<Worker> {
	return new Promise((resolve, reject) => {
		const worker = new PaperWorker();
		const settled = new AbortController();
		const fail = () => {
			settled.abort();
			worker.terminate();
			reject(new Error('the worker was not loaded'));
		};
		const timer = setTimeout(fail, startWithin);
		settled.signal.addEventListener('abort', () => clearTimeout(timer));
		// The first thing that it says is that it is there. What goes wrong in it later is pdf.js's.
		const give = () => {
			settled.abort();
			resolve(worker);
		};
		signal.addEventListener('abort', fail, { signal: settled.signal });
		worker.addEventListener('error', fail, { signal: settled.signal });
		worker.addEventListener('message', give, { signal: settled.signal });
	});
}

/** Where app/pdf-assets.ts puts pdf.js's data. */
export function pdfData({ version }: Library) {
	const base = `/_app/immutable/pdfjs-${version}`;
	return {
		cMapUrl: `${base}/cmaps/`,
		standardFontDataUrl: `${base}/standard_fonts/`,
		wasmUrl: `${base}/wasm/`,
		iccUrl: `${base}/iccs/`,
	};
}
