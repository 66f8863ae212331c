import { openAsItIs, openDatabase } from '#db/client.ts';
import { DataError } from '#db/data-error.ts';
import { databaseFile } from '#db/data-dir.ts';
import { filePath } from '#db/documents/file-store.ts';
import { describeFault, verifyMeetings } from '#db/journal/verify-meeting.ts';
import { OperatorError } from '#db/operator.ts';
import { copyFile, mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Decrypter } from 'age-encryption';
import { databaseEntry, type Manifest } from './archive.ts';
import { listFiles } from './copy-database.ts';
import { readArchive } from './read-archive.ts';
import { syncPath } from '../sync-path.ts';

interface RestoreOrder {
	readonly file: string;
	/** missing or empty */
	readonly into: string;
	readonly decrypter: Decrypter;
	/** restores data whose journals do not fit, too: they were so when they were backed up */
	readonly withFaults: boolean;
}

interface Restored extends Manifest {
	readonly journals: number;
	/** what does not fit, one sentence each; only `withFaults` */
	readonly faults: readonly string[];
}

/**
 * Unpacks a back-up beside where it is to be, verifies all of it, and only then puts it in its place, the database
 * last: a directory that has one has everything.
 * @throws OperatorError, and leaves the directory as it was
 */
export async function restoreBackup({ file, into, decrypter, withFaults }: RestoreOrder): Promise<Restored> {
	await mkdir(into, { recursive: true, mode: 0o700 });
	const there = await readdir(into);
	const work = path.join(into, 'restoring');
	if (there.includes('restoring') && there.length === 1)
		throw new OperatorError(`${work} is left of a restore that did not end: delete it, then give the command again.`);
	if (there.length > 0)
		throw new OperatorError(`${into} is not empty: nothing is restored over what is there. Name another directory.`);
	await mkdir(work, { mode: 0o700 });
	try {
		const manifest = await readArchive(file, decrypter, work);
		for (const sha256 of manifest.lost) await rm(filePath(work, sha256), { force: true });
		requireFiles(work, manifest);
		const { journals, faults } = await verify(path.join(work, databaseEntry));
		if (faults.length > 0 && !withFaults)
			throw new OperatorError(
				[...faults, 'Nothing was restored. With --with-faults it is restored all the same.'].join('\n'),
			);
		if (manifest.files.length > 0) await rename(path.join(work, 'files'), path.join(into, 'files'));
		await syncPath(into);
		await rename(path.join(work, databaseEntry), databaseFile(into));
		return { ...manifest, journals, faults };
	} finally {
		await rm(work, { recursive: true, force: true });
		await syncPath(into);
	}
}

/** The archive has what its manifest says; the database may say more. */
function requireFiles(work: string, { files, lost }: Manifest): void {
	const known = new Set([...files, ...lost]);
	const missing = listFiles(path.join(work, databaseEntry)).filter(({ sha256 }) => !known.has(sha256));
	if (missing[0]) throw new OperatorError(`The back-up lacks file ${missing[0].sha256}: nothing was restored.`);
}

async function verify(database: string): Promise<{ journals: number; faults: string[] }> {
	requireSound(database);
	const db = await openVerifiable(database);
	try {
		const meetings = [...verifyMeetings(db)];
		return { journals: meetings.length, faults: meetings.flatMap((meeting) => meeting.faults.map(describeFault)) };
	} finally {
		db.close();
	}
}

function requireSound(database: string): void {
	const db = openAsItIs(database, { readonly: true, anyVersion: true });
	try {
		const said = db.sqlite.pragma('integrity_check(1)', { simple: true });
		if (said !== 'ok') throw new OperatorError(`The database in the back-up is damaged (${String(said)}).`);
	} finally {
		db.close();
	}
}

/** Journals of an older version are read from a copy that is brought up to date; what is restored stays as it was. */
async function openVerifiable(database: string) {
	try {
		return openAsItIs(database, { readonly: true });
	} catch (error) {
		if (!(error instanceof DataError)) throw error;
		if (error.code !== 'database-older')
			throw new OperatorError(
				'The back-up is of a newer or another version than this program: restore it with that version.',
			);
		const copy = `${database}.verify`;
		await copyFile(database, copy);
		return openDatabase(copy);
	}
}
