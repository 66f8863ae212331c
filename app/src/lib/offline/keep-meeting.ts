import type { OfflineMeeting, OfflinePaper } from '#contract/offline.ts';
import { browserKeys } from '#lib/marks/device-keys.ts';
import { addressOf, fetchParts } from '#lib/papers/fetch-range.ts';
import type { PageSize } from '#lib/papers/page-layout.ts';
import type { PatientLink } from '#lib/papers/patient-link.svelte.ts';
import { Refused } from '#lib/papers/patient-link.svelte.ts';
import type { SearchedPage } from '#meeting/find-in-pages.ts';
import { markKeysAddress, marksAddress, sharedMarksAddress, textsAddress } from './ask-store.ts';
import { noteKept } from './at-hand.ts';
import { contact } from './contact.ts';
import { sizesAddress, wordsAround } from './from-store.ts';
import type { OfflineStore } from './offline-store.ts';
import { partBytes, partsIn } from './part-bytes.ts';

/** Parts of one request: what one of them may ask for. */
const atOnce = 8;

/** Until the server was told of it, what was downloaded opens for so long, in ms. */
const firstLease = 3_600_000;

/** How far a meeting's download has come. */
export interface Progress {
	readonly papers: { readonly done: number; readonly all: number };
	readonly bytes: { readonly done: number; readonly all: number };
}

interface Download {
	readonly store: OfflineStore;
	readonly about: OfflineMeeting;
	readonly link: PatientLink;
	readonly signal: AbortSignal;
	readonly tell: (progress: Progress) => void;
}

/** How much of the meeting's papers is here. */
export async function progressOf(store: OfflineStore, { papers }: OfflineMeeting): Promise<Progress> {
	const here = await Promise.all(papers.map((paper) => bytesHere(store, paper)));
	const sum = (of: readonly number[]) => of.reduce((all, each) => all + each, 0);
	return {
		papers: { done: papers.filter((paper, at) => here[at] === paper.size).length, all: papers.length },
		bytes: { done: sum(here), all: sum(papers.map(({ size }) => size)) },
	};
}

async function bytesHere(store: OfflineStore, { versionId, size }: OfflinePaper): Promise<number> {
	if (!(await store.paper(versionId))) return 0;
	const parts = await store.partsOf(versionId);
	return [...parts].reduce((sum, index) => sum + lengthOf(size, index), 0);
}

const lengthOf = (size: number, index: number): number => Math.max(0, Math.min(partBytes, size - index * partBytes));

/**
 * Keeps all papers of a meeting on this device, sealed, with what reading takes besides: what is here already is not fetched again.
 * Rejects with `Refused` where the server lets it go on no more, with the signal's reason, and with a `QuotaExceededError` where
 * there is no room.
 */
export async function keepMeeting(download: Download): Promise<void> {
	const { store, about, link, signal, tell } = download;
	const { meetingId, papers } = about;
	await store.keepMeeting(about, firstLease);
	noteKept(true);
	const get = <T>(attempt: () => Promise<T>) => link.get(attempt, signal);
	const keepAnswer = async (address: string, url = address) =>
		store.keepAnswer(meetingId, address, await get(() => fetchText(url, signal)));
	if (about.reader.kind === 'person') {
		const { id } = await browserKeys.of(about.reader.id);
		await keepAnswer(markKeysAddress, `${markKeysAddress}?device=${id}`);
	}
	const wanted = new Set(papers.map(({ versionId }) => versionId));
	for (const paper of papers) {
		const { versionId, size } = paper;
		const kept = { versionId, meetingId, size };
		await store.beginPaper(kept);
		await keepAnswer(sizesAddress(versionId));
		await keepAnswer(marksAddress(versionId), `${marksAddress(versionId)}?since=0`);
		await keepAnswer(sharedMarksAddress(versionId));
		await keepTexts(download, versionId);
		const here = await store.partsOf(versionId);
		const missing = Array.from({ length: partsIn(size) }, (_, index) => index).filter((index) => !here.has(index));
		for (let at = 0; at < missing.length; at += atOnce) {
			const indexes = missing.slice(at, at + atOnce);
			const ranges = indexes.map((index) => [index * partBytes, index * partBytes + lengthOf(size, index)] as const);
			const parts = await get(() => fetchParts(addressOf(versionId), ranges, signal));
			for (const [nth, index] of indexes.entries()) await store.keepPart(kept, index, parts[nth] ?? new Uint8Array());
			tell(await progressOf(store, about));
		}
	}
	// Superseded versions and what was taken out of the meeting.
	for (const paper of await store.papersOf(meetingId)) if (!wanted.has(paper.versionId)) await store.dropPaper(paper);
	await get(async () => {
		if ((await contact(store)) === 'later') throw new Error('no contact');
	});
}

async function fetchText(url: string, signal: AbortSignal): Promise<string> {
	const answer = await fetch(url, { redirect: 'manual', cache: 'no-store', signal });
	const isFinal = answer.status >= 400 && answer.status < 500 && ![408, 425, 429].includes(answer.status);
	if (answer.type === 'opaqueredirect' || isFinal) throw new Refused(String(answer.status));
	if (!answer.ok) throw new Error(`answered ${answer.status}`);
	return answer.text();
}

/** What is searched of a paper. Of a scan it comes page by page as somebody reads it: what was missing is asked for again. */
async function keepTexts({ store, about: { meetingId }, link, signal }: Download, versionId: string): Promise<void> {
	const kept = JSON.parse((await store.answer(meetingId, textsAddress(versionId))) ?? 'null') as SearchedPage[] | null;
	const sizes = JSON.parse((await store.answer(meetingId, sizesAddress(versionId))) ?? '[]') as PageSize[];
	if (kept && kept.length >= sizes.length) return;
	const get = (url: string) => link.get(() => fetchText(url, signal), signal);
	const pages = await textsOf(versionId, get);
	const read = new Set(pages.filter(({ byOcr }) => byOcr).map(({ page }) => wordsAround(versionId, page)));
	for (const address of read) await store.keepAnswer(meetingId, address, await get(address));
	await store.keepAnswer(meetingId, textsAddress(versionId), JSON.stringify(pages));
}

async function textsOf(versionId: string, get: (url: string) => Promise<string>): Promise<readonly ReadPage[]> {
	const pages: ReadPage[] = [];
	for (let from = 1; ; from = (pages.at(-1)?.page ?? 0) + 1) {
		const some = JSON.parse(await get(`${textsAddress(versionId)}=${from}`)) as ReadPage[];
		if (some.length === 0) return pages;
		pages.push(...some);
	}
}

interface ReadPage extends SearchedPage {
	/** it is a picture, and this was read in it */
	readonly byOcr: boolean;
}
