import { eq, sql } from 'drizzle-orm';
import { rmSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { files } from '../schema/documents.ts';
import { filePath, isBeingNamed } from './file-store.ts';

/** Bytes are stored before the row that names them is written: what has no row for so long gets none any more; ms. */
const rowComesWithin = 24 * 3_600_000;

/**
 * Throws away stored files that no row names: the process ended, or the deed was refused, after they were stored. Whether one
 * goes is asked and done without a wait in between, and never of one that is just being given its name: storing the same bytes
 * again makes it as new. @returns how many
 */
export async function removeOrphans(db: Database, dataDir: string, now: number): Promise<number> {
	let removed = 0;
	for (const folder of await twoLevels(path.join(dataDir, 'files')))
		for (const sha256 of await readdir(folder)) {
			if (!/^[0-9a-f]{64}$/.test(sha256) || isBeingNamed(sha256) || rowOf(db).get({ sha256 })) continue;
			const file = filePath(dataDir, sha256);
			const named = statSync(file, { throwIfNoEntry: false })?.ctimeMs ?? now;
			if (now - named < rowComesWithin) continue;
			rmSync(file, { force: true });
			removed += 1;
		}
	return removed;
}

const rowOf = prepared(({ orm }) =>
	orm
		.select({ sha256: files.sha256 })
		.from(files)
		.where(eq(files.sha256, sql.placeholder('sha256')))
		.prepare(),
);

/** `ab/cd` of `files/ab/cd/SHA-256`. */
async function twoLevels(root: string): Promise<string[]> {
	const below = async (folder: string) => {
		const names = await readdir(folder).catch(() => []);
		return names.filter((name) => /^[0-9a-f]{2}$/.test(name)).map((name) => path.join(folder, name));
	};
	return (await Promise.all((await below(root)).map(below))).flat();
}
