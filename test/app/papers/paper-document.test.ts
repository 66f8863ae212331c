import '#test/support/runes.ts';
import { PaperDocument, type PaperView } from '#lib/papers/paper-document.svelte.ts';
import { PatientLink } from '#lib/papers/patient-link.svelte.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const pageBytes = 100_000;
const pages = 24;
/** What pdf.js gets, as it does: a page is made of bytes asked for over the range, and keeps what it decoded. */
const pdf = vi.hoisted(() => ({
	holding: new Set<number>(),
	libraryFails: 0,
	workersBegun: 0,
	workersEnded: 0,
	/** bytes of each page */
	bytes: 0,
}));

vi.mock('#lib/papers/pdf-library.ts', () => {
	class PDFDataRangeTransport {
		readonly #waiting = new Map<number, () => void>();
		requestDataRange(_begin: number, _end: number): void {}
		onDataRange(begin: number): void {
			this.#waiting.get(begin)?.();
			this.#waiting.delete(begin);
		}
		arrives(begin: number): Promise<void> {
			return new Promise((resolve) => {
				this.#waiting.set(begin, resolve);
				this.requestDataRange(begin, begin + pdf.bytes);
			});
		}
	}
	const library = {
		PDFDataRangeTransport,
		PDFWorker: { create: () => ({}) },
		getDocument: ({ range }: { range: PDFDataRangeTransport }) => ({
			destroy: async () => {},
			promise: Promise.resolve({
				numPages: pages,
				getPage: async (number: number) => {
					await range.arrives(number * pdf.bytes);
					pdf.holding.add(number);
					return {
						pageNumber: number,
						getViewport: () => ({ width: 595, height: 842 }),
						cleanup: () => pdf.holding.delete(number),
					};
				},
			}),
		}),
	};
	return {
		pdfData: () => ({}),
		startWorker: async () => {
			pdf.workersBegun += 1;
			return { terminate: () => (pdf.workersEnded += 1) };
		},
		loadLibrary: async () => {
			if (pdf.libraryFails-- > 0) throw new TypeError('Failed to fetch dynamically imported module');
			return library;
		},
	};
});

let link: PatientLink;
let paper: PaperDocument;
let sizes: number[][] = [];
const server = { answer: (): number => 206 };

beforeEach(() => {
	vi.useFakeTimers();
	Object.assign(pdf, { libraryFails: 0, workersBegun: 0, workersEnded: 0, bytes: pageBytes });
	pdf.holding.clear();
	server.answer = () => 206;
	sizes = [];
	vi.stubGlobal('fetch', async (url: string, { headers }: { headers: { range: string } }) => {
		if (url.endsWith('?sizes')) return Response.json(sizes);
		if (url.includes('?parts=')) throw new Error('not here');
		const status = server.answer();
		if (status === 0) throw new TypeError('Failed to fetch');
		if (status !== 206) return new Response(null, { status });
		const [, from, to] = /(\d+)-(\d+)/.exec(headers.range) ?? [];
		const [begin, end] = [Number(from), Number(to) + 1];
		const range = `bytes ${from}-${to}/${(pages + 1) * pdf.bytes}`;
		return new Response(new Uint8Array(end - begin), { status: 206, headers: { 'content-range': range } });
	});
	link = new PatientLink();
});
afterEach(() => {
	paper.close();
	link.close();
	vi.unstubAllGlobals();
	vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
/** For as long as it takes to look at it. */
const look = (view: PaperView, number: number) => view.use(number, async ({ pageNumber }) => pageNumber);

async function open(): Promise<void> {
	paper = new PaperDocument('version-1', link);
	await settle();
}

test('a page turned to while the link is cut opens when it is back, and so does the next', async () => {
	await open();
	expect(paper).toMatchObject({ phase: 'ready', pages });
	const view = paper.view();
	server.answer = () => 0;
	const [page, next] = [look(view, 5), look(view, 6)];
	await vi.advanceTimersByTimeAsync(60_000);
	expect(pdf.holding).toEqual(new Set());
	expect(link.interrupted).toBe(true);
	server.answer = () => 206;
	link.retry();
	await expect(page).resolves.toBe(5);
	await expect(next).resolves.toBe(6);
	expect(paper.phase).toBe('ready');
});

test('pdf.js itself that could not be loaded is loaded when the link is back', async () => {
	pdf.libraryFails = 3;
	await open();
	expect(paper.phase).toBe('loading');
	await vi.advanceTimersByTimeAsync(5_000);
	expect(paper.phase).toBe('ready');
});

test('a refusal is said as such, leaves no worker, and is tried anew when asked', async () => {
	server.answer = () => 403;
	await open();
	expect(paper.phase).toBe('refused');
	expect(pdf.workersEnded).toBe(1);
	server.answer = () => 206;
	paper.retry();
	await settle();
	expect(paper.phase).toBe('ready');
});

test('of 24 pages read one after the other pdf.js holds the one that is read, and none at the end', async () => {
	await open();
	const view = paper.view();
	for (let number = 1; number <= pages; number += 1) {
		view.read(number);
		await look(view, number);
		await look(view, number + 1);
		expect(pdf.holding.size).toBeLessThanOrEqual(2);
		view.done(number + 1);
		expect(pdf.holding).toEqual(new Set([number]));
	}
	view.close();
	expect(pdf.holding).toEqual(new Set());
});

test('two places where it is read keep a page each', async () => {
	await open();
	const [stage, reader] = [paper.view(), paper.view()];
	stage.read(2);
	await look(stage, 2);
	for (const number of [10, 11, 12, 13]) {
		reader.read(number);
		await look(reader, number);
	}
	expect(pdf.holding).toEqual(new Set([2, 13]));
	stage.close();
	expect(pdf.holding).toEqual(new Set([13]));
});

test('pages have the sizes that the server tells, and those that the file itself has', async () => {
	sizes = Array.from({ length: pages }, () => [842, 595]);
	await open();
	expect(paper.sizes).toEqual(sizes);
	const view = paper.view();
	await look(view, 3);
	expect(paper.sizes.slice(1, 4)).toEqual([
		[842, 595],
		[595, 842],
		[842, 595],
	]);
});

test('where the server knows no sizes, all pages are as large as the first one that comes', async () => {
	await open();
	expect(paper.sizes).toEqual([]);
	await look(paper.view(), 3);
	expect(paper.sizes).toEqual(Array.from({ length: pages }, () => [595, 842]));
});

test('a worker that was given many bytes is followed by a fresh one, and ends when nobody draws by it any more', async () => {
	pdf.bytes = 10 * 1024 * 1024;
	await open();
	const view = paper.view();
	view.read(1);
	await look(view, 1);
	let drawn = () => {};
	const drawing = view.use(2, () => new Promise<void>((resolve) => (drawn = resolve)));
	await look(view, 3);
	// What is read may be magnified: its bytes stay at hand.
	view.done(1);
	await settle();
	expect(pdf.workersBegun).toBe(1);
	view.done(3);
	await settle();
	expect([pdf.workersBegun, pdf.workersEnded]).toEqual([2, 0]);
	await expect(look(view, 4)).resolves.toBe(4);
	drawn();
	await drawing;
	await settle();
	expect([pdf.workersBegun, pdf.workersEnded]).toEqual([2, 1]);
	paper.close();
	await settle();
	expect(pdf.workersEnded).toBe(2);
});
