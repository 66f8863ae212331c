/**
 * node fetch-prebuilt.mjs URL FILE ANSWER_WITHIN: downloads mediasoup's official prebuilt worker (a .tgz) to FILE. A program of its
 * own so that it runs on a Node that honours HTTPS_PROXY (`NODE_USE_ENV_PROXY=1`, Node ≥ 24). Exits with 1 and one
 * sentence on stderr if it cannot be had; a network that does not answer costs so many ms at most.
 */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Once it flows: the longest silence. */
const dataWithin = 10_000;

const [url = '', file = '', answerWithin = ''] = process.argv.slice(2);
const given = new AbortController();
let timer = setTimeout(() => given.abort(new Error('no answer')), Number(answerWithin));

try {
	const response = await fetch(url, { signal: given.signal });
	if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
	const watched = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body));
	const postpone = () => {
		clearTimeout(timer);
		timer = setTimeout(() => given.abort(new Error('the download stalled')), dataWithin);
	};
	postpone();
	watched.on('data', postpone);
	await pipeline(watched, createWriteStream(file), { signal: given.signal });
} catch (error) {
	const reason = error instanceof Error ? (error.cause ?? error) : error;
	console.error(`${url}: ${reason instanceof Error ? reason.message : String(reason)}`);
	process.exitCode = 1;
} finally {
	clearTimeout(timer);
}
