import { largestPaper } from '#meeting/plan.ts';
import { createHash, randomUUID } from 'node:crypto';
import { access, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { DataError } from '../data-error.ts';
import { syncPath } from '../sync-path.ts';
import { detectType, headBytes, paperHeads, type FileType } from './file-type.ts';

export interface StoredFile {
	/** SHA-256, 64 hex digits: the name of the bytes */
	readonly sha256: string;
	/** bytes */
	readonly size: number;
	/** by its first bytes; of what office files are packed into, which they are is found later (app/intake) */
	readonly type: FileType;
}

/** A piece is done with before the next is asked for: all may come in the same memory. */
export type FileSource = Uint8Array | Readable | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Puts bytes on disk under their SHA-256. They are complete and flushed before the name exists, so that a file that can
 * be found is whole, whenever the machine stops; equal bytes are kept once.
 * @throws DataError `file-too-large`, `file-empty`, `file-type-refused` (only `accepted` types, decided by the content)
 */
export async function storeFile(
	dataDir: string,
	source: FileSource,
	limit: number = largestPaper,
	accepted: readonly FileType[] = paperHeads,
): Promise<StoredFile> {
	const folder = incomingFolder(dataDir);
	await mkdir(folder, { recursive: true });
	const incoming = path.join(folder, randomUUID());
	try {
		const handle = await open(incoming, 'wx', 0o600);
		let stored: StoredFile;
		try {
			stored = await write(handle, source, limit, accepted);
			await handle.sync();
		} finally {
			await handle.close();
		}
		await nameFile(incoming, filePath(dataDir, stored.sha256));
		return stored;
	} catch (error) {
		await rm(incoming, { force: true });
		throw error;
	}
}

/** How many give that name at this moment; the pages have a copy of this module. */
const named = Symbol.for('nhip-cau.files-being-named');
const registry = globalThis as { [named]?: Map<string, number> };
const beingNamed = (registry[named] ??= new Map<string, number>());

export const isBeingNamed = (sha256: string): boolean => beingNamed.has(sha256);

async function nameFile(incoming: string, target: string): Promise<void> {
	const sha256 = path.basename(target);
	beingNamed.set(sha256, (beingNamed.get(sha256) ?? 0) + 1);
	try {
		await mkdir(path.dirname(target), { recursive: true });
		await rename(incoming, target);
		await syncPath(path.dirname(target));
	} finally {
		const others = (beingNamed.get(sha256) ?? 1) - 1;
		if (others > 0) beingNamed.set(sha256, others);
		else beingNamed.delete(sha256);
	}
}

/** Throws away what was on its way when the process was killed. To be called before the first upload. */
export const emptyIncoming = (dataDir: string): Promise<void> =>
	rm(incomingFolder(dataDir), { recursive: true, force: true });

const incomingFolder = (dataDir: string) => path.join(dataDir, 'files', 'incoming');

async function write(handle: FileHandle, source: FileSource, limit: number, accepted: readonly FileType[]) {
	const hash = createHash('sha256');
	let size = 0;
	let head = Buffer.alloc(0);
	let type: FileType | undefined;
	for await (const chunk of source instanceof Uint8Array ? [source] : source) {
		size += chunk.length;
		if (size > limit) throw new DataError('file-too-large', String(limit));
		// As soon as the first bytes are here: nobody uploads 200 MB only to be told that it is no PDF.
		if (type === undefined) {
			head = Buffer.concat([head, chunk.subarray(0, headBytes)]);
			if (head.length >= headBytes) type = requireType(head, accepted);
		}
		hash.update(chunk);
		await handle.writeFile(chunk);
	}
	if (size === 0) throw new DataError('file-empty', '');
	return { sha256: hash.digest('hex'), size, type: type ?? requireType(head, accepted) };
}

function requireType(head: Uint8Array, accepted: readonly FileType[]): FileType {
	const type = detectType(head);
	if (type === undefined || !accepted.includes(type)) throw new DataError('file-type-refused', type ?? 'unknown');
	return type;
}

/** Two levels of folders: none grows beyond what a file system lists quickly. */
export function filePath(dataDir: string, sha256: string): string {
	if (!/^[0-9a-f]{64}$/.test(sha256)) throw new DataError('not-found', 'file');
	return path.join(dataDir, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256);
}

export async function hasFile(dataDir: string, sha256: string): Promise<boolean> {
	return access(filePath(dataDir, sha256)).then(
		() => true,
		() => false,
	);
}
