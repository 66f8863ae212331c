import { Kept, keptMarks, namesOfKept } from '#lib/kept/kept.ts';
import * as v from 'valibot';
import { changedMarksSchema, sealedMarkSchema, type ChangedMarks, type SealedMark } from './sealed-mark.ts';

/*
 * Marks that the server has not acknowledged, sealed as it will get them: they stay in the browser through a reload and a cut link,
 * and go when their person signs out.
 */

const unsentSchema = v.object({ keyId: v.string(), mark: sealedMarkSchema });
export type Unsent = v.InferOutput<typeof unsentSchema>;

/** in ms */
const patience = 20_000;
/** Marks of one request, and how long they are together, at most. */
const [mostAtOnce, mostLetters] = [200, 300_000];

export type Ask = (url: string, init?: RequestInit) => Promise<Response>;
/** A cut link may say nothing for minutes. */
const ask: Ask = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(patience) });

const keptOf = (personId: string, versionId: string, id: string) =>
	new Kept(personId, `${keptMarks}${versionId}:${id}`, unsentSchema, 'browser');

/** False: there is no room for it, this page alone has it. */
export const keepUnsent = (personId: string, versionId: string, unsent: Unsent): boolean =>
	keptOf(personId, versionId, unsent.mark.id).write(unsent);

/** How many changes of a person's marks have not been sent, of one version or of all. */
export const countUnsent = (personId: string, versionId = ''): number =>
	namesOfKept(personId, keptMarks + versionId, 'browser').length;

export function listUnsent(personId: string, versionId: string): Unsent[] {
	return namesOfKept(personId, `${keptMarks}${versionId}:`, 'browser').flatMap((name) => {
		const kept = keptOf(personId, versionId, name.slice(name.lastIndexOf(':') + 1)).read();
		return kept ? [kept.value] : [];
	});
}

/** After a person began anew: what a key of before has sealed nobody can open any more, and it would hold up all that follows. */
export function dropUnreadable(personId: string, versionId: string, keyId: string): void {
	for (const unsent of listUnsent(personId, versionId))
		if (unsent.keyId !== keyId) keptOf(personId, versionId, unsent.mark.id).remove();
}

export const versionsWithUnsent = (personId: string): string[] => [
	...new Set(namesOfKept(personId, keptMarks, 'browser').map((name) => name.split(':')[1] ?? '')),
];

/** `done`: what the server answered · `later`: not now · `refused`: not as it is, with the status */
export type Sent =
	| { readonly outcome: 'done'; readonly changed: ChangedMarks }
	| { readonly outcome: 'later' }
	| { readonly outcome: 'refused'; readonly status: number };

/** Sends what has not been sent of one version, and is told what has changed since `since`. */
export async function sendUnsent(personId: string, versionId: string, since: number, send: Ask = ask): Promise<Sent> {
	const address = `/papers/${encodeURIComponent(versionId)}/marks?since=`;
	const all: { revision: number; marks: SealedMark[] } = { revision: since, marks: [] };
	try {
		let left = listUnsent(personId, versionId);
		do {
			const batch = batchOf(left);
			const body = JSON.stringify({ keyId: batch[0]?.keyId, marks: batch.map(({ mark }) => mark) });
			const headers = { 'content-type': 'application/json' };
			const how: RequestInit = batch.length > 0 ? { method: 'PUT', headers, body } : {};
			const answer = await send(address + all.revision, { ...how, redirect: 'manual', cache: 'no-store' });
			if (!answer.ok)
				return isFinal(answer.status) ? { outcome: 'refused', status: answer.status } : { outcome: 'later' };
			const { revision, marks } = v.parse(changedMarksSchema, await answer.json());
			for (const { mark } of batch) settle(personId, versionId, mark);
			all.revision = revision;
			all.marks.push(...marks);
			left = left.slice(batch.length);
		} while (left.length > 0);
		return { outcome: 'done', changed: all };
	} catch {
		return { outcome: 'later' };
	}
}

/** What the server has of one version. Undefined: it cannot be asked now. */
export async function fetchMarks(versionId: string, send: Ask = ask): Promise<ChangedMarks | undefined> {
	try {
		const answer = await send(`/papers/${encodeURIComponent(versionId)}/marks?since=0`, { cache: 'no-store' });
		return answer.ok ? v.parse(changedMarksSchema, await answer.json()) : undefined;
	} catch {
		return undefined;
	}
}

/** What was changed again meanwhile is still to be sent. */
function settle(personId: string, versionId: string, { id, changedAt }: SealedMark): void {
	const kept = keptOf(personId, versionId, id);
	if (kept.read()?.value.mark.changedAt === changedAt) kept.remove();
}

/** From the first on, those sealed by the same key. */
function batchOf(unsent: readonly Unsent[]): Unsent[] {
	let letters = 0;
	const end = unsent.findIndex((each, at) => {
		letters += each.mark.sealed?.length ?? 0;
		return at >= mostAtOnce || (at > 0 && letters > mostLetters) || each.keyId !== unsent[0]?.keyId;
	});
	return unsent.slice(0, end < 0 ? unsent.length : end);
}

/** Asking again does not help: not for this person, of a key of before, too many. Signed out (a redirect, 401) they may come back. */
const isFinal = (status: number): boolean => status >= 400 && status < 500 && ![401, 408, 425, 429].includes(status);
