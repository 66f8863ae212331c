import { folded } from '#lib/org/folded.ts';
import type { Ask } from '#lib/meeting/reader-room.ts';
import type { FoundPlace } from '#lib/papers/found.ts';
import { findInPages, type SearchedPage } from '#meeting/find-in-pages.ts';
import { isAnythingKept } from './at-hand.ts';
import type { OfflineStore } from './offline-store.ts';

/** Places that are told of a paper, as the server tells them. */
const mostFound = 60;

/** So long an answer of the network is waited for, and where something is kept, in ms: a cut link may say nothing for minutes. */
const [patience, keptPatience] = [20_000, 8_000];

export const textsAddress = (versionId: string): string => `/papers/${versionId}?texts`;
export const marksAddress = (versionId: string): string => `/papers/${versionId}/marks`;
export const sharedMarksAddress = (versionId: string): string => `/papers/${versionId}/shared`;
export const markKeysAddress = '/account/mark-keys';

/** What the server would answer, as it is kept on this device. Rejects where it is not, and for all that would change something. */
export const askStore =
	(store: OfflineStore, meetingId: string): Ask =>
	async (url, init) => {
		const { pathname, searchParams } = new URL(url, location.origin);
		const isRead = (init?.method ?? 'GET') === 'GET';
		const versionId = searchParams.get('version');
		if (isRead && pathname === `/meetings/${meetingId}/papers` && versionId !== null)
			return Response.json(await search(store, meetingId, versionId, searchParams.get('q') ?? ''));
		const kept = isRead ? await store.answer(meetingId, pathname) : undefined;
		if (kept === undefined) throw new TypeError('there is no network');
		return new Response(kept, { headers: { 'content-type': 'application/json' } });
	};

async function search(
	store: OfflineStore,
	meetingId: string,
	versionId: string,
	words: string,
): Promise<readonly FoundPlace[]> {
	const typed = words.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
	const kept = await store.answer(meetingId, textsAddress(versionId));
	if (kept === undefined) throw new TypeError('there is no network');
	if (typed.length < 2) return [];
	const pages = JSON.parse(kept) as readonly SearchedPage[];
	const places = [...findInPages(pages, typed, folded(typed)).take(mostFound + 1)];
	return places.slice(0, mostFound).map((place, at) => ({
		versionId,
		...place,
		...(at === mostFound - 1 && places.length > mostFound && { more: true as const }),
	}));
}

/** The server; where the network is away, or nobody is signed in, what is kept. */
export const askServerOrStore =
	(meetingId: string, opened?: OfflineStore): Ask =>
	async (url, init) => {
		const isRead = (init?.method ?? 'GET') === 'GET';
		const isKept = opened !== undefined || isAnythingKept();
		const fromStore = async () =>
			askStore(opened ?? (await (await import('./offline-store.ts')).OfflineStore.open()), meetingId)(url, init);
		try {
			const signals = [AbortSignal.timeout(isKept ? keptPatience : patience), ...(init?.signal ? [init.signal] : [])];
			const answer = await fetch(url, { ...init, signal: AbortSignal.any(signals) });
			const isOver = answer.status === 401 || answer.type === 'opaqueredirect';
			return isOver && isRead && opened ? await fromStore().catch(() => answer) : answer;
		} catch (error) {
			if (init?.signal?.aborted || !isKept) throw error;
			return fromStore().catch(() => {
				throw error;
			});
		}
	};
