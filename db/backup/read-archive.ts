import { OperatorError } from '#db/operator.ts';
import type { Decrypter } from 'age-encryption';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { extract, type Extract } from 'tar-stream';
import * as v from 'valibot';
import {
	copyHashed,
	databaseEntry,
	isNewer,
	manifestEntry,
	manifestSchema,
	readBytes,
	sha256OfEntry,
	toWeb,
	writeBytes,
	type Manifest,
} from './archive.ts';

type Entry = Extract extends AsyncIterable<infer Each> ? Each : never;

/**
 * Unpacks a back-up into an empty folder, and compares all that it holds with what it says that it holds.
 * @throws OperatorError where the key does not fit, and where anything is missing, changed or not known
 */
export async function readArchive(file: string, decrypter: Decrypter, into: string): Promise<Manifest> {
	await (await openArchive(file)).close();
	const decrypted = await decrypter.decrypt(toWeb(readBytes(file))).catch((error: Error) => {
		throw new OperatorError(
			error.message.includes('no identity matched')
				? `The key does not fit: ${file} was encrypted for another one.`
				: `${file} is no back-up, or has been changed: nothing was restored.`,
		);
	});
	const entries = extract();
	const [unpacked, fed] = await Promise.allSettled([new Unpacking(into).run(entries), pipeline(decrypted, entries)]);
	if (unpacked.status === 'fulfilled' && fed.status === 'fulfilled') return unpacked.value;
	const [error] = [unpacked, fed].flatMap((part) => (part.status === 'rejected' ? [part.reason as unknown] : []));
	if (error instanceof OperatorError || isOfDisk(error)) throw error;
	// Whatever a changed byte or a missing end leads to: age finds it, or else tar does.
	throw new OperatorError(`${file} is not whole, or has been changed: nothing was restored.`);
}

const openArchive = (file: string) =>
	open(file, 'r').catch((error: Error) => {
		throw new OperatorError(`The back-up cannot be read: ${error.message}`);
	});

const isOfDisk = (error: unknown) => error instanceof Error && 'syscall' in error;

class Unpacking {
	readonly #into: string;
	readonly #files = new Map<string, { readonly sound: boolean }>();
	#database: Manifest['database'] | undefined;
	#manifest: Manifest | undefined;

	constructor(into: string) {
		this.#into = into;
	}

	async run(entries: AsyncIterable<Entry>): Promise<Manifest> {
		for await (const entry of entries) {
			const { name } = entry.header;
			if (this.#manifest) throw changed(`${name} stands after the end`);
			if (name === manifestEntry) this.#manifest = readManifest(JSON.parse(await text(entry)));
			else if (name === databaseEntry) this.#database = await this.#write(name, entry);
			else await this.#writeFile(name, entry);
		}
		return this.#compare();
	}

	async #writeFile(name: string, entry: Entry): Promise<void> {
		const sha256 = sha256OfEntry(name);
		// No name in an archive leads out of the folder: there are only those that this program writes.
		if (sha256 === undefined) throw changed(`${name} belongs to no back-up`);
		const written = await this.#write(name, entry);
		this.#files.set(sha256, { sound: written.sha256 === sha256 });
	}

	async #write(name: string, entry: Entry): Promise<{ sha256: string; size: number }> {
		const file = path.join(this.#into, name);
		await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
		return copyHashed(entry as AsyncIterable<Uint8Array>, writeBytes(file));
	}

	#compare(): Manifest {
		const manifest = this.#manifest;
		if (!manifest) throw changed('its end is missing');
		if (this.#database?.sha256 !== manifest.database.sha256) throw changed('the database is not the one it tells of');
		for (const sha256 of manifest.files)
			if (!this.#files.get(sha256)?.sound) throw changed(`file ${sha256} is missing or not what its name says`);
		const told = new Set([...manifest.files, ...manifest.lost]);
		for (const sha256 of this.#files.keys()) if (!told.has(sha256)) throw changed(`file ${sha256} is not told of`);
		return manifest;
	}
}

function readManifest(manifest: unknown): Manifest {
	if (isNewer(manifest)) throw new OperatorError('The back-up is of a newer version: restore it with that version.');
	return v.parse(manifestSchema, manifest);
}

const changed = (how: string) => new OperatorError(`The back-up has been changed (${how}): nothing was restored.`);
