import { uploadsPath, type OpenUpload, type UploadOutcome } from '#contract/uploads.ts';
import { pauseOnline } from './pause-online.ts';
import type { SentTarget } from './upload-target.ts';

/** ms between two tries of what nobody answers */
const between = 2_000;

export interface Patience {
	/** ends the tries */
	readonly signal: AbortSignal;
	/** nobody answers, and it is tried again; or somebody does */
	readonly onwaiting: (isWaiting: boolean) => void;
}

/** The server's own answer, however long its link or a proxy in between keeps it back; undefined: nobody waits any more. */
async function ask<Answer>(
	path: string,
	init: RequestInit,
	{ signal, onwaiting }: Patience,
): Promise<Answer | undefined> {
	while (!signal.aborted) {
		const answer = await once(path, { ...init, signal });
		onwaiting(answer === undefined && !signal.aborted);
		if (answer !== undefined) return answer as Answer;
		await pauseOnline(between, signal);
	}
	return undefined;
}

/** What is no JSON, or says that there is nobody to answer, is no answer of the server's. */
async function once(path: string, init: RequestInit): Promise<unknown> {
	try {
		const answer = await fetch(path, init);
		return answer.status === 429 || (answer.status >= 502 && answer.status <= 504) ? undefined : await answer.json();
	} catch {
		return undefined;
	}
}

export const sentName = (file: File): string => file.name.normalize('NFC').slice(-300);

/** The address of what was begun of the same file for this meeting, here or on a page that was left; undefined: nothing. */
export async function findBegun(meetingId: string, file: File, patience: Patience): Promise<string | undefined> {
	const path = `${uploadsPath}?${new URLSearchParams({ meeting: meetingId })}`;
	const open = (await ask<readonly OpenUpload[] | { readonly code: string }>(path, {}, patience)) ?? [];
	if ('code' in open) return undefined;
	const same = open.find(
		({ name, size, modified }) => name === sentName(file) && size === file.size && modified === file.lastModified,
	);
	return same && `${uploadsPath}/${same.id}`;
}

/** What was begun is to be this by now. @returns why not, as a code */
export async function tellTarget(url: string, target: SentTarget, patience: Patience): Promise<string | undefined> {
	const headers = { 'content-type': 'application/json' };
	const init = { method: 'POST', headers, body: JSON.stringify(target) };
	return (await ask<{ readonly code?: string }>(url, init, patience))?.code;
}

/**
 * Lets one ask after the other: an answer is waited for some seconds, and a browser has six connections to a server, all of which
 * the questions after six files would take from the files still to be sent, and from every page.
 */
export type InTurn = <Answer>(ask: () => Promise<Answer>) => Promise<Answer>;

/**
 * What has become of a file whose bytes are there: asked until it is known, each time behind the others that ask; undefined: nobody
 * waits any more.
 */
export async function outcomeOf(
	url: string,
	patience: Patience,
	inTurn: InTurn,
): Promise<Exclude<UploadOutcome, { readonly checking: true }> | undefined> {
	for (;;) {
		const outcome = await inTurn(() => ask<UploadOutcome>(url, {}, patience));
		if (outcome === undefined || !('checking' in outcome)) return outcome;
	}
}

/** Nobody wants it any more. What comes of this matters to nobody: parts that nobody goes on with are thrown away. */
export function giveUp(url: string): void {
	void fetch(url, { method: 'DELETE', headers: { 'tus-resumable': '1.0.0' }, keepalive: true }).catch(() => {});
}
