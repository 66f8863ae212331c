import type { Database } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { weighUploads } from '#db/documents/uploads.ts';
import { largestPaper } from '#meeting/plan.ts';
import { statfs } from 'node:fs/promises';

const day = 24 * 3_600_000;

/** Of one account: uploads under way, their bytes in all, and uploads begun in a day. A meeting has some dozens of papers. */
export const mostUploads = { open: 100, openBytes: 50 * largestPaper, begunInADay: 1_000 } as const;

/** Bytes of the disk that papers leave to the database and its journal. */
const leftOver = 1024 ** 3;

/** @throws DataError `file-empty`, `file-too-large`, `too-many-uploads`, `storage-full` */
export async function requireRoom(
	db: Database,
	dataDir: string,
	{ accountId, size, now }: { readonly accountId: string; readonly size: number; readonly now: number },
): Promise<void> {
	if (size === 0) throw new DataError('file-empty', '');
	// A size that is no number is none that could be kept, either.
	if (!(size <= largestPaper)) throw new DataError('file-too-large', String(largestPaper));
	const { open, openBytes, begun } = weighUploads(db, accountId, now - day);
	const isTooMuch = open >= mostUploads.open || openBytes + size > mostUploads.openBytes;
	if (isTooMuch || begun >= mostUploads.begunInADay) throw new DataError('too-many-uploads', accountId);
	const { bavail, bsize } = await statfs(dataDir);
	// Its part, and the copy under its name.
	if (bavail * bsize < 2 * size + leftOver) throw new DataError('storage-full', '');
}
