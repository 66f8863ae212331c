import type { IncomingMessage, Server } from 'node:http';

/** Whose body is a piece of a file, and takes as long as a commune's line needs for it. */
const upload = /^\/uploads(\/|\?|$)/;

interface Patience {
	/** ms for a request that is no upload, from its first byte to its last: 5 min */
	readonly wholeRequest?: number;
	/** ms without a byte in either direction, after which a connection ends: 2 min */
	readonly silence?: number;
}

/**
 * Node ends every request after five minutes, however well its bytes come. Here an upload lasts as long as they do; what
 * else somebody sends has the five minutes, and a connection on which nothing comes or goes ends in any case.
 */
export function bePatient(server: Server, { wholeRequest = 300_000, silence = 120_000 }: Patience = {}): void {
	server.requestTimeout = 0;
	server.headersTimeout = 60_000;
	server.timeout = silence;
	server.on('request', (request: IncomingMessage) => {
		if (upload.test(request.url ?? '')) return;
		const timer = setTimeout(() => !request.complete && request.destroy(), wholeRequest).unref();
		request.once('close', () => clearTimeout(timer));
	});
}
