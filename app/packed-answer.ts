import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip, gzipSync, zstdCompress, zstdCompressSync } from 'node:zlib';
import { acceptedCoding } from './accepted-coding.ts';

/** In bytes: what is smaller goes in one packet as it is; what is larger than the second is packed by a thread. */
const [smallest, largestAtOnce] = [1_024, 192 * 1_024];

/** The quickest of each: a tenth larger than the smallest that anybody waits for, in a fifth of its time. */
const [zstdQuickly, gzipQuickly] = [{ params: { [constants.ZSTD_c_compressionLevel]: 1 } }, { level: 1 }];
const packers = {
	zstd: {
		atOnce: (body: Buffer) => zstdCompressSync(body, zstdQuickly),
		byThread: (body: Buffer) => promisify(zstdCompress)(body, zstdQuickly),
	},
	gzip: {
		atOnce: (body: Buffer) => gzipSync(body, gzipQuickly),
		byThread: (body: Buffer) => promisify(gzip)(body, gzipQuickly),
	},
};

const isText = (type: unknown) =>
	typeof type === 'string' && /^(?:text\/|application\/(?:json|javascript|xml)\b|image\/svg)/.test(type);

/** Of a file that never changes nobody asks whether it has: the tag by which they would weighs as much as all its other headers. */
function withoutTag<Headers>(headers: Headers): Headers {
	if (typeof headers !== 'object' || headers === null || !('cache-control' in headers)) return headers;
	if (!String(headers['cache-control']).includes('immutable')) return headers;
	const { etag: _, ...kept } = headers as Headers & { etag?: unknown };
	return kept as Headers;
}

/**
 * Packs what Kit answers, made for who asks: texts of known length, at once and sent in one piece, since to pass them through a
 * stream that a thread packs takes longer than the packing. What streams, and files, which were packed when they were built, go as
 * they are.
 */
export function packAnswer(request: IncomingMessage, response: ServerResponse): void {
	if (request.method === 'HEAD') return;
	response.writeHead = ((...head: Parameters<ServerResponse['writeHead']>) => {
		Reflect.deleteProperty(response, 'writeHead');
		const [status, ...more] = head;
		// Files come with their headers here; of a part of one its place in the whole is said (RFC 9110, 14.4).
		const isPart = more.length > 0 || response.hasHeader('content-range');
		if (isPart || !isText(response.getHeader('content-type')))
			return response.writeHead(...([status, ...more.map(withoutTag)] as typeof head));
		response.appendHeader('vary', 'Accept-Encoding');
		const coding = acceptedCoding(request.headers['accept-encoding'], ['zstd', 'gzip']);
		const isLong = Number(response.getHeader('content-length')) >= smallest;
		if (coding === 'identity' || !isLong || response.hasHeader('content-encoding')) return response.writeHead(...head);
		hold(response, (body) => {
			const send = (packed: Buffer) => {
				response.setHeader('content-encoding', coding);
				response.setHeader('content-length', packed.length);
				response.writeHead(status).end(packed);
			};
			if (body.length <= largestAtOnce) return send(packers[coding].atOnce(body));
			packers[coding]
				.byThread(body)
				// What failed meanwhile was answered by somebody else.
				.then((packed) => {
					if (!response.headersSent) send(packed);
				})
				.catch((error: unknown) => response.destroy(error as Error));
		});
		return response;
	}) as ServerResponse['writeHead'];
}

/** Collects what is written until the end. */
function hold(response: ServerResponse, done: (body: Buffer) => void): void {
	const parts: Uint8Array[] = [];
	const add = (part: unknown) => {
		if (part instanceof Uint8Array) parts.push(part);
		else if (typeof part === 'string') parts.push(Buffer.from(part));
	};
	response.write = (part: unknown) => {
		add(part);
		return true;
	};
	response.end = (last?: unknown) => {
		Reflect.deleteProperty(response, 'write');
		Reflect.deleteProperty(response, 'end');
		// What failed meanwhile was answered by somebody else.
		if (response.headersSent) return response.end(last);
		add(last);
		done(Buffer.concat(parts));
		return response;
	};
}
