import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { readParts } from '#contract/paper-parts.ts';
import { readRange } from './byte-range.ts';

export interface ServedFile {
	readonly path: string;
	readonly size: number;
	readonly type: string;
	readonly sha256: string;
	readonly fileName: string;
	/** kept by the browser, never shown by it: what it would do with the content is not ours to say */
	readonly attached?: boolean;
}

/** Parts of a file's bytes, one after the other: 200, or 400 where `readParts` finds none. */
export async function partsResponse(file: ServedFile, asked: string): Promise<Response> {
	const parts = readParts(asked, file.size);
	if (!parts) return new Response(null, { status: 400 });
	const handle = await open(file.path);
	try {
		const read = parts.map(async ([begin, end]) => {
			const { buffer } = await handle.read(Buffer.alloc(end - begin), 0, end - begin, begin);
			return buffer;
		});
		const headers = {
			'content-type': 'application/octet-stream',
			'x-content-type-options': 'nosniff',
			'cache-control': 'no-store',
		};
		return new Response(new Blob(await Promise.all(read)), { headers });
	} finally {
		await handle.close();
	}
}

/** A file's bytes, whole or the range asked for: 200, 206, 304 or 416. The content decides the ETag, so it never changes. */
export function fileResponse(file: ServedFile, asked: Headers): Response {
	const etag = `"${file.sha256}"`;
	const headers = new Headers({
		etag,
		'accept-ranges': 'bytes',
		'content-type': file.type,
		'x-content-type-options': 'nosniff',
		'content-security-policy': policyOf(file.type),
		// Asked again each time, so that whoever may no longer see it does not read it from the cache.
		'cache-control': 'private, no-cache',
		'content-disposition': `${file.attached ? 'attachment' : 'inline'}; filename*=UTF-8''${encodeName(file.fileName)}`,
	});
	if (matches(asked.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });

	const ifRange = asked.get('if-range');
	const range = ifRange === null || ifRange === etag ? readRange(asked.get('range'), file.size) : null;
	if (range === 'unsatisfiable') {
		headers.set('content-range', `bytes */${file.size}`);
		headers.delete('content-disposition');
		return new Response(null, { status: 416, headers });
	}
	const { start, end } = range ?? { start: 0, end: file.size - 1 };
	headers.set('content-length', String(end - start + 1));
	if (range) headers.set('content-range', `bytes ${start}-${end}/${file.size}`);
	return new Response(read(file.path, start, end), { status: range ? 206 : 200, headers });
}

/**
 * Of a file that is opened by itself: it runs nothing, loads nothing, and stands in no frame. In a sandbox besides, but
 * for a PDF: Chromium's own reader is refused there.
 */
export const policyOf = (type: string): string =>
	type === 'application/pdf'
		? "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
		: "sandbox; default-src 'none'; frame-ancestors 'none'";

function read(path: string, start: number, end: number): ReadableStream<Uint8Array> {
	return Readable.toWeb(createReadStream(path, { start, end })) as ReadableStream<Uint8Array>;
}

const matches = (header: string | null, etag: string): boolean =>
	header?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag || each.trim() === '*') ?? false;

/** RFC 8187: what `encodeURIComponent` leaves and the header does not allow. */
export const encodeName = (name: string): string =>
	encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
