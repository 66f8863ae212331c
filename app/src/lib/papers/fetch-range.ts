import { partsText, type BytePart } from '#contract/paper-parts.ts';
import { linesSchema, type PlacedLine } from '#meeting/words-on-page.ts';
import * as v from 'valibot';
import type { PageSize } from './page-layout.ts';
import { Refused } from './patient-link.svelte.ts';

/** From a link that stands, something comes at least so often, in ms; a cut one may say nothing for minutes. */
const silence = 8_000;

export interface FetchedRange {
	readonly bytes: Uint8Array<ArrayBuffer>;
	/** of the whole file, in bytes */
	readonly total: number;
}

/** Where a paper's bytes come from: the server, or what was kept of it. All reject with `Refused` where asking again is of no use. */
export interface PaperSource {
	range(begin: number, end: number, signal: AbortSignal): Promise<FetchedRange>;
	/** several parts of the file, within `mostParts` */
	parts(parts: readonly BytePart[], signal: AbortSignal): Promise<readonly Uint8Array<ArrayBuffer>[]>;
	/** of the pages; empty: not known */
	sizes(signal: AbortSignal): Promise<readonly PageSize[]>;
	/** what was read in the picture of a page; empty: nothing, or not yet */
	words(page: number, signal: AbortSignal): Promise<readonly PlacedLine[]>;
}

export const addressOf = (versionId: string): string => `/papers/${encodeURIComponent(versionId)}`;

export const wordsAddress = (versionId: string, first: number, last: number): string =>
	`${addressOf(versionId)}?words=${first}-${last}`;

const wordsSchema = v.array(v.object({ page: v.number(), lines: linesSchema }));

/** Those of one page, of what the server says of several. */
export function wordsOf(said: string, page: number): readonly PlacedLine[] {
	const pages = v.safeParse(wordsSchema, JSON.parse(said));
	return pages.success ? (pages.output.find((each) => each.page === page)?.lines ?? []) : [];
}

export function fromServer(versionId: string): PaperSource {
	const url = addressOf(versionId);
	return {
		range: (begin, end, signal) => fetchRange(url, begin, end, signal),
		parts: (parts, signal) => fetchParts(url, parts, signal),
		sizes: (signal) => fetchSizes(url, signal),
		words: async (page, signal) => {
			const { bytes } = await fetchBytes(wordsAddress(versionId, page, page), {}, signal);
			return wordsOf(new TextDecoder().decode(bytes), page);
		},
	};
}

/** Bytes `begin` to before `end`, fewer at the file's end. Rejects with `Refused` where asking again is of no use. */
export async function fetchRange(url: string, begin: number, end: number, signal: AbortSignal): Promise<FetchedRange> {
	const { response, bytes } = await fetchBytes(url, { range: `bytes=${begin}-${end - 1}` }, signal);
	if (response.status !== 206) return { bytes: bytes.slice(begin, end), total: bytes.length };
	const total = Number(/\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1]);
	if (!Number.isInteger(total) || bytes.length !== Math.min(end, total) - begin) throw new Error('cut short');
	return { bytes, total };
}

/** Several parts of the file, within `mostParts`. Rejects as `fetchRange`. */
export async function fetchParts(
	url: string,
	parts: readonly BytePart[],
	signal: AbortSignal,
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
	const { bytes } = await fetchBytes(`${url}?parts=${partsText(parts)}`, {}, signal);
	let at = 0;
	const cut = parts.map(([begin, end]) => bytes.slice(at, (at += end - begin)));
	if (at !== bytes.length) throw new Error('cut short');
	return cut;
}

/** What is answered, as soon as all of it is here. Rejects when nothing comes for a while, too. */
async function fetchBytes(url: string, headers: Record<string, string>, signal: AbortSignal) {
	const silent = new AbortController();
	let timer = setTimeout(() => silent.abort(), silence);
	try {
		const response = await fetch(url, {
			headers,
			// What was read on a shared device stays with nobody; and requests do not wait for each other's place in the cache.
			cache: 'no-store',
			redirect: 'manual',
			signal: AbortSignal.any([signal, silent.signal]),
		});
		// To the page of signing in, or a refusal for good.
		if (response.type === 'opaqueredirect' || isFinal(response.status)) throw new Refused(String(response.status));
		if (!response.ok || !response.body) throw new Error(`answered ${response.status}`);
		const chunks: Uint8Array[] = [];
		const reader = response.body.getReader();
		for (let read = await reader.read(); !read.done; read = await reader.read()) {
			chunks.push(read.value);
			clearTimeout(timer);
			timer = setTimeout(() => silent.abort(), silence);
		}
		return { response, bytes: joined(chunks) };
	} finally {
		clearTimeout(timer);
	}
}

/** Not by a Blob: a browser keeps what one was made of until it happens to look for what is not used any more. */
function joined(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of chunks) {
		bytes.set(part, at);
		at += part.length;
	}
	return bytes;
}

const sizesSchema = v.array(v.tuple([v.number(), v.number()]));

/** Of the paper's pages; empty: the server does not know them. Rejects while the link is away. */
export async function fetchSizes(url: string, signal: AbortSignal): Promise<readonly PageSize[]> {
	const response = await fetch(`${url}?sizes`, { cache: 'no-store', redirect: 'manual', signal });
	if (response.status >= 500) throw new Error(`answered ${response.status}`);
	if (!response.ok) return [];
	const sizes = v.safeParse(sizesSchema, await response.json().catch(() => undefined));
	return sizes.success ? sizes.output : [];
}

/** All that says "not you" or "not this"; 408, 425 and 429 say "not now". */
const isFinal = (status: number) => status >= 400 && status < 500 && ![408, 425, 429].includes(status);
