import { claim, databaseFile } from '#db/data-dir.ts';
import { filePath } from '#db/documents/file-store.ts';
import { OperatorError } from '#db/operator.ts';
import { Encrypter } from 'age-encryption';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pack as tarPack, type Pack } from 'tar-stream';
import { copyHashed, databaseEntry, fileEntry, manifestEntry, readBytes, toWeb, type Manifest } from './archive.ts';
import { copyDatabase, listFiles } from './copy-database.ts';
import { syncPath } from '../sync-path.ts';

export type BackupSignal = Pick<AbortSignal, 'throwIfAborted'>;

interface BackupOrder {
	readonly dataDir: string;
	/** the folder that back-ups lie in; made where there is none */
	readonly into: string;
	/** public keys of age: each of their owners can open it */
	readonly recipients: readonly string[];
	/** ms since the epoch */
	readonly now: number;
	/** of the back-ups in that folder, how many stay, the newest first; all of them where it is left out */
	readonly keep?: number | undefined;
	readonly signal: BackupSignal;
}

interface MadeBackup extends Pick<Manifest, 'lost'> {
	readonly file: string;
	/** bytes */
	readonly size: number;
	readonly files: number;
	/** secret votes that were open: this back-up and the next one tell by their difference what was cast between */
	readonly openSecretVotes: number;
}

/**
 * Writes a data directory's back-up, also while its server runs: a copy of the database as it is at one moment, then
 * the files that it names, which never change. Under its name it is whole; until then it has another.
 * @throws OperatorError
 */
export async function makeBackup({ dataDir, into, recipients, now, keep, signal }: BackupOrder): Promise<MadeBackup> {
	const encrypter = encrypterFor(recipients);
	const work = path.join(path.resolve(dataDir), 'backup.part');
	if (isWithin(into, work)) throw new OperatorError(`${into} is emptied by each back-up: name another directory.`);
	const release = claim(dataDir, 'backup.lock');
	if (!release) throw new OperatorError(`Another back-up of ${dataDir} is being made.`);
	const file = path.join(into, `nhip-cau-${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}.tar.age`);
	const unfinished = `${file}.part`;
	try {
		await rm(work, { recursive: true, force: true });
		await mkdir(work, { mode: 0o700 });
		await mkdir(into, { recursive: true, mode: 0o700 });
		const database = path.join(work, databaseEntry);
		const openSecretVotes = await copyDatabase(databaseFile(dataDir), database, signal);
		const pack = tarPack();
		const filling = fill(pack, { database, dataDir, now, signal }).catch((error: unknown) => {
			pack.destroy(error instanceof Error ? error : new Error(String(error)));
			throw error;
		});
		const [size, { files, lost }] = await allSettled(write(unfinished, pack, encrypter, signal), filling);
		await rename(unfinished, file);
		await syncPath(into);
		if (keep !== undefined) await deleteOlder(into, keep);
		return { file, size, files: files.length, lost, openSecretVotes };
	} finally {
		await rm(unfinished, { force: true });
		await rm(work, { recursive: true, force: true });
		release();
	}
}

function encrypterFor(recipients: readonly string[]): Encrypter {
	if (recipients.length === 0)
		throw new OperatorError(
			'Nobody could open the back-up: set BACKUP_RECIPIENTS to a public key (npm run backup -- --new-key FILE makes one).',
		);
	const encrypter = new Encrypter();
	for (const recipient of recipients) {
		try {
			encrypter.addRecipient(recipient);
		} catch {
			throw new OperatorError(`BACKUP_RECIPIENTS: ${recipient} is no public key of age (age1…).`);
		}
	}
	return encrypter;
}

/** Waits for both, so that neither goes on when the other has failed. Throws what failed first of them. */
async function allSettled<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
	await Promise.allSettled([a, b]);
	return Promise.all([a, b]);
}

interface Contents {
	readonly database: string;
	readonly dataDir: string;
	readonly now: number;
	readonly signal: BackupSignal;
}

async function fill(pack: Pack, { database, dataDir, now, signal }: Contents): Promise<Manifest> {
	const add = async (name: string, file: string, size: number) => {
		signal.throwIfAborted();
		const entry = pack.entry({ name, size, mode: 0o600, mtime: new Date(now) });
		return copyHashed(readBytes(file), entry);
	};
	const { size } = await stat(database);
	const { sha256 } = await add(databaseEntry, database, size);
	const files: string[] = [];
	const lost: string[] = [];
	for (const named of listFiles(database)) {
		const onDisk = await stat(filePath(dataDir, named.sha256)).catch(() => undefined);
		// A file that is lost must not keep all others from being backed up: it is told of.
		if (onDisk?.size !== named.size) {
			lost.push(named.sha256);
			continue;
		}
		const read = await add(fileEntry(named.sha256), filePath(dataDir, named.sha256), named.size);
		(read.sha256 === named.sha256 ? files : lost).push(named.sha256);
	}
	const manifest: Manifest = {
		format: 1,
		madeAt: new Date(now).toISOString(),
		database: { sha256, size },
		files,
		lost,
	};
	pack.entry({ name: manifestEntry, mode: 0o600, mtime: new Date(now) }, JSON.stringify(manifest));
	pack.finalize();
	return manifest;
}

/** @returns the size of what was written, in bytes; it is on disk then */
async function write(file: string, pack: Pack, encrypter: Encrypter, signal: BackupSignal): Promise<number> {
	const handle = await open(file, 'wx', 0o600);
	try {
		const encrypted = await encrypter.encrypt(toWeb(pack as AsyncIterable<Uint8Array>));
		let size = 0;
		for await (const chunk of encrypted) {
			signal.throwIfAborted();
			await handle.writeFile(chunk);
			size += chunk.length;
		}
		await handle.sync();
		return size;
	} catch (error) {
		// Whoever fills it must not wait for a reader that is gone.
		pack.destroy();
		throw error;
	} finally {
		await handle.close();
	}
}

const isWithin = (folder: string, other: string) => !path.relative(other, path.resolve(folder)).startsWith('..');

/** Names sort by time. */
async function deleteOlder(folder: string, keep: number): Promise<void> {
	const names = (await readdir(folder)).filter((name) => /^nhip-cau-\d{8}T\d{6}Z\.tar\.age$/.test(name)).sort();
	for (const name of names.slice(0, Math.max(0, names.length - keep))) await rm(path.join(folder, name));
}
