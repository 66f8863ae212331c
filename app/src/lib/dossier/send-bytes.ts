import { uploadChunk, uploadsPath } from '#contract/uploads.ts';
import type { DetailedError } from 'tus-js-client';
import { pauseOnline } from './pause-online.ts';

/** ms before it is tried again, try after try, while nothing gets through. */
const pauses = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000];

/** Tries in which a proxy says that nobody is behind it, before somebody is told. */
const mostUnanswered = 5;

/** What passes where a proxy was left as its maker set it (nginx: 1 MiB); bytes. */
const smallChunk = 512 * 1024;

export interface Sending {
	/** tests in Node send a Buffer */
	readonly file: File | Buffer;
	readonly metadata: Readonly<Record<string, string>>;
	/** what was begun before; undefined: nothing */
	readonly url: string | undefined;
	/** stops it; what was sent stays with the server */
	readonly signal: AbortSignal;
	readonly onurl: (url: string) => void;
	readonly onprogress: (sentBytes: number) => void;
	/** nothing gets through, and it is tried again; or it does again */
	readonly onwaiting: (isWaiting: boolean) => void;
	/** where to, as whom, and in pieces of how many bytes, for who is no browser */
	readonly link?: {
		readonly endpoint: string;
		readonly headers: Readonly<Record<string, string>>;
		readonly chunk?: number;
	};
	/** tests wait in another way */
	readonly pause?: typeof pauseOnline;
}

/** All bytes are there; it was stopped; or why they will not be, as a code. */
export type Sent = 'all-there' | 'stopped' | { readonly code: string };

interface Failure {
	/** undefined: no answer came */
	readonly status: number | undefined;
	/** as the server says it; none where something between has answered */
	readonly code: string | undefined;
}

/**
 * Sends a file in pieces over whatever link, each from where the server has got to: a cut costs the piece that was on its way. The
 * library tries nothing again here: where it is turned away from an upload that is there, for whatever reason, it would begin anew.
 */
export async function sendBytes(sending: Sending): Promise<Sent> {
	const { signal, onwaiting, pause = pauseOnline } = sending;
	let { url } = sending;
	let chunk = sending.link?.chunk ?? uploadChunk;
	let tries = 0;
	const note = {
		onurl: (of: string) => sending.onurl((url = of)),
		onprogress: (bytes: number) => {
			onwaiting(false);
			sending.onprogress(bytes);
		},
		// What a proxy has swallowed is not with the server.
		onpiece: () => void (tries = 0),
	};
	while (!signal.aborted) {
		const failure = await attempt({ ...sending, ...note, url }, chunk);
		if (failure === undefined) return signal.aborted ? 'stopped' : 'all-there';
		const { status, code } = failure;
		// What was begun is there no more, as after days: from the beginning.
		if (url !== undefined && (status === 404 || status === 410)) url = undefined;
		else if (status === 413 && code === undefined) {
			if (chunk === smallChunk) return { code: 'upload-too-large-on-way' };
			chunk = smallChunk;
			continue;
		} else if (!mayPass(status)) return { code: code ?? 'unexpected' };
		tries += 1;
		onwaiting(true);
		if (isProxys(status) && tries >= mostUnanswered) return { code: 'upload-unanswered' };
		await pause(pauses[Math.min(tries, pauses.length) - 1] ?? 0, signal);
	}
	return 'stopped';
}

/** No answer; somebody else's request at the same; too many at once; or a proxy behind which nobody answers. */
const mayPass = (status: number | undefined): boolean =>
	status === undefined || status >= 500 || [404, 409, 410, 423, 429].includes(status);

const isProxys = (status: number | undefined): boolean => status !== undefined && status >= 502 && status <= 504;

/** Until the file is there or something is in the way. @returns what; undefined: it is there, or was stopped */
async function attempt(
	sending: Sending & { readonly onpiece: () => void },
	chunkSize: number,
): Promise<Failure | undefined> {
	const { file, metadata, url, signal, onurl, onprogress, onpiece, link } = sending;
	const { Upload } = await import('tus-js-client');
	return new Promise((resolve) => {
		const upload = new Upload(file, {
			// With both, whoever is turned away from what was begun would begin anew.
			...(url === undefined ? { endpoint: link?.endpoint ?? uploadsPath } : { uploadUrl: url }),
			metadata,
			chunkSize,
			headers: { ...link?.headers },
			retryDelays: null,
			storeFingerprintForResuming: false,
			onUploadUrlAvailable: () => onurl(upload.url ?? ''),
			onProgress: onprogress,
			onChunkComplete: onpiece,
			onSuccess: () => resolve(undefined),
			onError: (error) => resolve(failureOf(error)),
		});
		const stop = () => {
			void upload.abort();
			resolve(undefined);
		};
		if (signal.aborted) return stop();
		signal.addEventListener('abort', stop, { once: true });
		upload.start();
	});
}

function failureOf(error: Error | DetailedError): Failure {
	const answer = 'originalResponse' in error ? error.originalResponse : null;
	return { status: answer?.getStatus(), code: answer ? codeIn(answer.getBody()) : undefined };
}

/** What the server itself says is JSON with a code; a proxy's page is none. */
function codeIn(body: string): string | undefined {
	try {
		const { code } = JSON.parse(body) as { code?: unknown };
		return typeof code === 'string' ? code : undefined;
	} catch {
		return undefined;
	}
}
