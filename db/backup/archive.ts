import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { ReadableStream as NodeReadableStream } from 'node:stream/web';
import * as v from 'valibot';

/**
 * What a back-up is: a tar archive, encrypted by age, so that it can be opened without this program too
 * (`age -d -i KEY FILE | tar x`). In it the database, then the files below `files/` by their SHA-256 as the data
 * directory has them, and last the manifest: an archive without one was never finished.
 */
export const databaseEntry = 'nhip-cau.sqlite';
export const manifestEntry = 'manifest.json';

const hex = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const format = 1;

export const manifestSchema = v.object({
	format: v.literal(format),
	/** ISO 8601 */
	madeAt: v.string(),
	database: v.object({ sha256: hex, size: v.number() }),
	files: v.array(hex),
	/** which the database names, and which the disk had no more, or no more as they were stored */
	lost: v.array(hex),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** Whether a later version of this program made it, in a way that this one does not know. */
export const isNewer = (manifest: unknown): boolean =>
	v.is(v.object({ format: v.pipe(v.number(), v.gtValue(format)) }), manifest);

export const fileEntry = (sha256: string) => `files/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;

/** The SHA-256 of a file's entry; undefined for a name that no file of ours has. */
export function sha256OfEntry(name: string): string | undefined {
	const sha256 = name.split('/').at(-1) ?? '';
	return v.is(hex, sha256) && fileEntry(sha256) === name ? sha256 : undefined;
}

/** Passes bytes on as they come. @returns the SHA-256 of what has passed, and how much it was */
export async function copyHashed(
	from: AsyncIterable<Uint8Array>,
	into: NodeJS.WritableStream,
): Promise<{ sha256: string; size: number }> {
	const hash = createHash('sha256');
	let size = 0;
	await pipeline(
		from,
		async function* (source: AsyncIterable<Uint8Array>) {
			for await (const chunk of source) {
				hash.update(chunk);
				size += chunk.length;
				yield chunk;
			}
		},
		into,
	);
	return { sha256: hash.digest('hex'), size };
}

/** As age takes bytes: as fast as they are asked for, never more at once. */
export const toWeb = (bytes: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> =>
	NodeReadableStream.from(bytes) as ReadableStream<Uint8Array>;

export const readBytes = (file: string): AsyncIterable<Uint8Array> => createReadStream(file);

/** On disk when the stream has ended: `flush` syncs before the file is closed. */
export const writeBytes = (file: string): NodeJS.WritableStream =>
	createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
