import type { Overview } from '#live/ops/ops.ts';
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Metrics } from './metrics.ts';

interface ServeMetricsPorts {
	readonly metrics: Metrics;
	readonly overview: () => Promise<Overview>;
	/** what a scraper must show as `Authorization: Bearer …`; undefined: there is nothing to be had here */
	readonly token: string | undefined;
	readonly log: Pick<Logger, 'warn' | 'error'>;
}

/** One line for so many ms: a flood of requests must not become a flood of the log. */
const warnedEvery = 60_000;

/**
 * Answers `GET /metrics` in Prometheus' text format before the pages are asked: 404 where there is no token, 401 without
 * the right one.
 */
export function withMetrics(pages: RequestListener, ports: ServeMetricsPorts): RequestListener {
	let warnedAt = Number.NEGATIVE_INFINITY;
	return (request, response) => {
		if (request.url?.replace(/\?.*$/, '') !== '/metrics') return pages(request, response);
		if (ports.token === undefined) return end(response, 404);
		if (!showsToken(request, ports.token)) {
			if (performance.now() - warnedAt > warnedEvery) {
				warnedAt = performance.now();
				ports.log.warn({ address: request.socket.remoteAddress }, 'metrics refused: no or a wrong token');
			}
			return end(response, 401, { 'www-authenticate': 'Bearer' });
		}
		if (request.method !== 'GET') return end(response, 405, { allow: 'GET' });
		ports
			.overview()
			.then((overview) => ports.metrics.text(overview))
			.then(
				(text) => {
					response.writeHead(200, { 'content-type': ports.metrics.contentType, 'cache-control': 'no-store' }).end(text);
				},
				(error: unknown) => {
					ports.log.error({ err: error }, 'metrics could not be told');
					end(response, 503);
				},
			);
	};
}

/** In constant time, whatever is shown. */
function showsToken({ headers }: IncomingMessage, token: string): boolean {
	const shown = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
	const hash = (text: string) => createHash('sha256').update(text).digest();
	return timingSafeEqual(hash(shown), hash(token));
}

function end(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
	response.writeHead(status, { ...headers, 'cache-control': 'no-store' }).end();
}
