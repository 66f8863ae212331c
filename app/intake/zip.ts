import { closeSync, createReadStream, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { Refused } from './refused.ts';

export interface ZipEntry {
	readonly name: string;
	/** bytes that it takes in the file */
	readonly packed: number;
	readonly deflated: boolean;
	/** where it begins, with a head of its own */
	readonly at: number;
}

/** Of what is unpacked, in bytes; of entries, how many. Beyond them nobody's document is, only what shall fill a machine. */
const most = {
	entries: 10_000,
	unpacked: 512 * 1024 * 1024,
	plain: 100 * 1024 * 1024,
	times: 100,
	directory: 16 * 1024 * 1024,
};

const signature = { end: 0x06054b50, entry: 0x02014b50, head: 0x04034b50 };
const endLength = 22;
const longestComment = 0xffff;

/** A file of zip (APPNOTE.TXT 6.3), which is read by its directory alone; what needs zip64 is no paper. */
export class Zip {
	readonly #file: string;
	readonly entries: readonly ZipEntry[];

	/** @throws Refused `paper-unreadable`, `paper-needs-password`, `paper-unpacks-too-large` */
	constructor(file: string) {
		this.#file = file;
		const handle = openSync(file, 'r');
		try {
			this.entries = readDirectory(handle).map((entry) => ({ ...entry, at: startOf(handle, entry) }));
		} finally {
			closeSync(handle);
		}
	}

	/** All of it is unpacked, and counted. @throws Refused `paper-unpacks-too-large`, `paper-unreadable` */
	async measure(): Promise<void> {
		const { size } = statSync(this.#file);
		let unpacked = 0;
		for (const entry of this.entries)
			for await (const chunk of this.#unpack(entry)) {
				unpacked += chunk.length;
				if (unpacked > most.unpacked || unpacked > Math.max(most.plain, most.times * size))
					throw new Refused('paper-unpacks-too-large');
			}
	}

	/** As text, at most so many bytes of it; undefined: there is none of that name. */
	async read(name: string, limit: number): Promise<string | undefined> {
		const entry = this.entries.find((each) => each.name === name);
		if (!entry) return undefined;
		const parts: Buffer[] = [];
		let length = 0;
		for await (const chunk of this.#unpack(entry)) {
			parts.push(chunk);
			length += chunk.length;
			if (length > limit) break;
		}
		return Buffer.concat(parts).toString('utf8').slice(0, limit);
	}

	async *#unpack({ at, packed, deflated }: ZipEntry): AsyncGenerator<Buffer> {
		if (packed === 0) return;
		const stored: Readable = createReadStream(this.#file, { start: at, end: at + packed - 1 });
		const source = deflated ? stored.pipe(createInflateRaw()) : stored;
		try {
			yield* source as AsyncIterable<Buffer>;
		} catch {
			throw new Refused('paper-unreadable');
		} finally {
			stored.destroy();
		}
	}
}

function read(handle: number, at: number, length: number): Buffer {
	const bytes = Buffer.alloc(length);
	return bytes.subarray(0, readSync(handle, bytes, 0, length, at));
}

function readDirectory(handle: number): ZipEntry[] {
	const { size } = fstatSync(handle);
	const tailAt = Math.max(0, size - endLength - longestComment);
	const tail = read(handle, tailAt, size - tailAt);
	const endAt = findEnd(tail);
	const [count, length, start] = [
		tail.readUInt16LE(endAt + 10),
		tail.readUInt32LE(endAt + 12),
		tail.readUInt32LE(endAt + 16),
	];
	if (count > most.entries || length > most.directory) throw new Refused('paper-unpacks-too-large');
	const directory = read(handle, start, length);
	const entries: ZipEntry[] = [];
	for (let at = 0; entries.length < count;) {
		if (at + 46 > directory.length || directory.readUInt32LE(at) !== signature.entry)
			throw new Refused('paper-unreadable');
		const [flags, method, packed] = [
			directory.readUInt16LE(at + 8),
			directory.readUInt16LE(at + 10),
			directory.readUInt32LE(at + 20),
		];
		if (flags & 1) throw new Refused('paper-needs-password');
		if (method !== 0 && method !== 8) throw new Refused('paper-unreadable');
		const [name, extra, comment] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
			number,
			number,
			number,
		];
		entries.push({
			name: directory.toString('utf8', at + 46, at + 46 + name),
			packed,
			deflated: method === 8,
			at: directory.readUInt32LE(at + 42),
		});
		at += 46 + name + extra + comment;
	}
	return entries;
}

/** From the end on: a comment may hold anything. */
function findEnd(tail: Buffer): number {
	for (let at = tail.length - endLength; at >= 0; at -= 1)
		if (tail.readUInt32LE(at) === signature.end && at + endLength + tail.readUInt16LE(at + 20) <= tail.length)
			return at;
	throw new Refused('paper-unreadable');
}

/** Where its bytes are, behind its own head. */
function startOf(handle: number, { at, packed }: ZipEntry): number {
	const head = read(handle, at, 30);
	if (head.length < 30 || head.readUInt32LE(0) !== signature.head) throw new Refused('paper-unreadable');
	const start = at + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
	if (start + packed > fstatSync(handle).size) throw new Refused('paper-unreadable');
	return start;
}
