import type { Database } from '#db/client.ts';
import { heldFolder } from '#db/documents/held-papers.ts';
import { removeOrphans } from '#db/documents/orphans.ts';
import { deleteUpload, getUpload, isHeld, isSettled, listOldUploads, uploadsKept } from '#db/documents/uploads.ts';
import type { Services } from '#live/services.ts';
import { rmSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { partPath } from './parts.ts';

/**
 * Uploads that nobody went on with, parts that belong to none, and stored bytes that no version has. Whether something is thrown
 * away is decided in the same turn of the loop in which it goes: nothing can be recorded in between.
 */
export async function sweep(
	{ db, dataDir, log }: Pick<Services, 'db' | 'dataDir' | 'log'>,
	now: number,
	isAtWork: (uploadId: string) => boolean,
): Promise<void> {
	let removed = 0;
	for (const { id } of listOldUploads(db, now - uploadsKept)) {
		if (isAtWork(id)) continue;
		deleteUpload(db, id);
		rmSync(partPath(dataDir, id), { force: true });
		removed += 1;
	}
	for (const id of await partsIn(dataDir)) {
		if (isAtWork(id) || isAwaited(db, id)) continue;
		rmSync(partPath(dataDir, id), { force: true });
		removed += 1;
	}
	removed += await wipeUnknown(db, dataDir);
	const orphans = await removeOrphans(db, dataDir, now);
	if (removed + orphans > 0) log.info({ uploads: removed, files: orphans }, 'bytes that no paper has were thrown away');
}

/** A part has its row a moment after it is there: the library makes the file first, while it holds the lock. */
function isAwaited(db: Database, id: string): boolean {
	const upload = getUpload(db, id);
	return upload !== undefined && !isSettled(upload);
}

/** Of what is kept apart, that of which the database knows nothing. @returns how many files */
async function wipeUnknown(db: Database, dataDir: string): Promise<number> {
	const names = await readdir(heldFolder(dataDir)).catch(() => []);
	const unknown = names.filter((name) => {
		const upload = getUpload(db, name.replace(/\.json$/, ''));
		return !upload || !isHeld(upload);
	});
	for (const name of unknown) rmSync(path.join(heldFolder(dataDir), name), { force: true });
	return unknown.length;
}

async function partsIn(dataDir: string): Promise<string[]> {
	const names = await readdir(path.dirname(partPath(dataDir, 'any')));
	return names.filter((name) => /^[0-9a-f-]{36}$/.test(name));
}
