import type { Bytes } from '#lib/marks/seal.ts';
import { fromServer, wordsAddress, wordsOf, type PaperSource } from '#lib/papers/fetch-range.ts';
import { Refused } from '#lib/papers/patient-link.svelte.ts';
import type { PageSize } from '#lib/papers/page-layout.ts';
import { wordsAtOnce } from '#meeting/words-on-page.ts';
import { isAnythingKept } from './at-hand.ts';
import { partBytes } from './part-bytes.ts';
import type { OfflineStore } from './offline-store.ts';

/** Opened parts that stay at hand: pdf.js asks for many small pieces of one. */
const mostOpen = 8;

/** After the network has failed what is kept is read for so long without asking it, in ms. */
const trusted = 10_000;

/** A paper's bytes as they are kept on this device. Rejects with `Refused` where they are not, or are not opened any more. */
export function fromStore(store: OfflineStore, versionId: string): PaperSource {
	const open = new Map<number, Bytes>();

	async function paperOf() {
		const paper = await store.paper(versionId);
		if (!paper) throw new Refused('not-kept');
		return paper;
	}

	async function partOf(index: number): Promise<Bytes> {
		const part = open.get(index) ?? (await store.part(await paperOf(), index));
		if (!part) throw new Refused('not-kept');
		open.delete(index);
		open.set(index, part);
		const [oldest] = open.keys();
		if (open.size > mostOpen && oldest !== undefined) open.delete(oldest);
		return part;
	}

	async function bytesOf(begin: number, end: number): Promise<Bytes> {
		const bytes = new Uint8Array(end - begin);
		for (let at = begin; at < end;) {
			const index = Math.floor(at / partBytes);
			const part = (await partOf(index)).subarray(at - index * partBytes, end - index * partBytes);
			if (part.length === 0) throw new Refused('not-kept');
			bytes.set(part, at - begin);
			at += part.length;
		}
		return bytes;
	}

	return {
		async range(begin, end) {
			const { size } = await paperOf();
			return { bytes: await bytesOf(begin, Math.min(end, size)), total: size };
		},
		parts: (parts) => Promise.all(parts.map(([begin, end]) => bytesOf(begin, end))),
		async sizes() {
			const { meetingId } = await paperOf();
			const kept = await store.answer(meetingId, sizesAddress(versionId));
			return kept === undefined ? [] : (JSON.parse(kept) as PageSize[]);
		},
		async words(page) {
			const { meetingId } = await paperOf();
			const kept = await store.answer(meetingId, wordsAround(versionId, page));
			return kept === undefined ? [] : wordsOf(kept, page);
		},
	};
}

/** Where the server tells of the page with those around it. */
export function wordsAround(versionId: string, page: number): string {
	const before = Math.floor((page - 1) / wordsAtOnce) * wordsAtOnce;
	return wordsAddress(versionId, before + 1, before + wordsAtOnce);
}

export const sizesAddress = (versionId: string): string => `/papers/${versionId}?sizes`;

/** From the server; while the network is away, what is kept of it on this device. */
export function fromServerOrStore(versionId: string): PaperSource {
	const server = fromServer(versionId);
	let kept: PaperSource | undefined;
	let failedAt = -Infinity;

	async function either<T>(ask: (from: PaperSource) => Promise<T>, signal: AbortSignal): Promise<T> {
		if (kept && performance.now() - failedAt < trusted) return ask(kept);
		try {
			return await ask(server);
		} catch (error) {
			if (error instanceof Refused || signal.aborted || !isAnythingKept()) throw error;
			kept ??= fromStore(await openedStore(), versionId);
			failedAt = performance.now();
			// What is not kept waits for the network.
			return ask(kept).catch(() => {
				kept = undefined;
				throw error;
			});
		}
	}

	return {
		range: (begin, end, signal) => either((from) => from.range(begin, end, signal), signal),
		parts: (parts, signal) => either((from) => from.parts(parts, signal), signal),
		sizes: (signal) => either((from) => from.sizes(signal), signal),
		words: (page, signal) => either((from) => from.words(page, signal), signal),
	};
}

const openedStore = async (): Promise<OfflineStore> => (await import('./offline-store.ts')).OfflineStore.open();
