import type { Database } from '#db/client.ts';
import { deleteUpload, getUpload, isSettled, listAllOpenUploads, uploadsKept } from '#db/documents/uploads.ts';
import { FileStore } from '@tus/file-store';
import { ERRORS, Upload, type KvStore } from '@tus/server';
import { mkdirSync } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const folder = (dataDir: string) => path.join(dataDir, 'files', 'parts');

/** Where the bytes of an upload lie until a version has them. @param id of an upload that the database knows */
export const partPath = (dataDir: string, id: string): string => path.join(folder(dataDir), id);

/** How many of its bytes are here: what the disk says, whatever the process knew when it ended. */
export const partSize = async (dataDir: string, id: string): Promise<number> =>
	stat(partPath(dataDir, id)).then(
		({ size }) => size,
		() => 0,
	);

/** Of one piece of its bytes at a time. */
const pieceBytes = 256 * 1024;

/**
 * Its bytes in pieces, each good until the next one is asked for. All in the same memory: what a
 * stream takes anew for each the collector has to find, and with 5 MB at a time it kept the loop at every other paper.
 */
export async function* piecesOf(dataDir: string, id: string): AsyncGenerator<Uint8Array, void> {
	const handle = await open(partPath(dataDir, id), 'r');
	try {
		const piece = Buffer.allocUnsafeSlow(pieceBytes);
		for (;;) {
			const { bytesRead } = await handle.read(piece, 0, pieceBytes);
			if (bytesRead === 0) return;
			yield piece.subarray(0, bytesRead);
		}
	} finally {
		await handle.close();
	}
}

export const removePart = (dataDir: string, id: string): Promise<void> => rm(partPath(dataDir, id), { force: true });

/** What tus knows of an upload is its row, written by whoever creates it (`create`). */
function rowsOf(db: Database, create: (upload: Upload) => Promise<void>): KvStore {
	return {
		get: async (id) => {
			const row = getUpload(db, id);
			// As the library wants it of an unknown one: its type says otherwise.
			if (!row || isSettled(row)) throw ERRORS.FILE_NO_LONGER_EXISTS;
			const creation_date = new Date(row.createdAt).toISOString();
			return new Upload({ id, size: row.size, offset: 0, creation_date });
		},
		set: (_id, upload) => create(upload),
		delete: async (id) => deleteUpload(db, id),
		list: async () => listAllOpenUploads(db).map(({ id }) => id),
	};
}

export function openParts(db: Database, dataDir: string, create: (upload: Upload) => Promise<void>): FileStore {
	const directory = folder(dataDir);
	// The library's own would be open to everybody on the machine.
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	const configstore = rowsOf(db, create);
	const store = new FileStore({ directory, configstore, expirationPeriodInMilliseconds: uploadsKept });
	// Not a length that is told later: what a file weighs is asked before its bytes come.
	store.extensions = ['creation', 'creation-with-upload', 'termination', 'expiration'];
	return store;
}
