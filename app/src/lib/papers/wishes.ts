import { mostParts, type BytePart } from '#contract/paper-parts.ts';
import { KeptChunks } from './kept-chunks.ts';
import { chunk } from './opened-pdf.ts';

/** Requests that run at once: browsers keep six connections to a server, and a meeting has other things to ask for. */
const most = 3;

/** What is smaller is the head of a page, or a piece of the file's table: others like it are asked for with it. In bytes. */
const small = 16 * 1024;

/** So many are asked for in one request; of fewer each is asked for with what follows it in the file. */
const several = 6;

/** A lone small wish is made as large as this: the next one is likely to be beside it. In bytes. */
const rounded = 64 * 1024;

/** So many chunks of small things are kept, 4 MiB: what a paper is opened by, for when it is opened anew. */
const kept = 1_024;

interface Span {
	readonly begin: number;
	readonly end: number;
}

interface Wish extends Span {
	readonly give: (bytes: Uint8Array<ArrayBuffer>) => void;
}

/** How parts of the file come. Both reject when they are wanted no more. */
export interface Source {
	/** of the whole file, in bytes */
	readonly total: number;
	one(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>>;
	/** all of them, in one request */
	parts(parts: readonly BytePart[]): Promise<readonly Uint8Array<ArrayBuffer>[]>;
}

/**
 * What pdf.js wishes for of a paper. It wishes for the heads of all pages as soon as it is opened, of a long scan hundreds that lie
 * far apart: they are asked for together. What was wished for last is asked for before what was wished for earlier: it is the
 * page that is read.
 */
export class Wishes {
	readonly #source: Source;
	readonly #failed: (error: unknown) => void;
	readonly #waiting: Wish[] = [];
	readonly #kept = new KeptChunks(chunk, kept);
	readonly #coming: Span[] = [];
	#running = 0;

	constructor(source: Source, failed: (error: unknown) => void) {
		this.#source = source;
		this.#failed = failed;
	}

	/** Bytes `begin` to before `end`, given once. */
	add(begin: number, end: number, give: Wish['give']): void {
		const wish = { begin, end, give };
		if (this.#giveKept(wish)) return;
		this.#waiting.push(wish);
		this.#next();
	}

	/** The parts that are likely to be wished for: they are at hand then. */
	async ahead(begin: number): Promise<void> {
		const { total } = this.#source;
		await this.#run(() => this.#fetchPiece(begin, total));
	}

	#next(): void {
		while (this.#running < most) {
			const wanted = this.#waiting.filter((wish) => !this.#coming.some((piece) => holds(piece, wish)));
			const heads = wanted.filter(isSmall).slice(-mostParts.count);
			const last = wanted.at(-1);
			if (!last) return;
			if (heads.length >= several && isSmall(last)) void this.#run(() => this.#askTogether(heads));
			else void this.#run(() => this.#askAlone(last));
		}
	}

	async #run(ask: () => Promise<void>): Promise<void> {
		this.#running += 1;
		try {
			await ask();
		} catch (error) {
			this.#failed(error);
		}
		this.#running -= 1;
		this.#next();
	}

	async #askTogether(wishes: readonly Wish[]): Promise<void> {
		this.#take(wishes);
		const parts = await this.#source.parts(wishes.map(({ begin, end }) => [begin, end]));
		for (const [at, { begin, give }] of wishes.entries()) {
			const bytes = parts[at] ?? new Uint8Array();
			this.#kept.keep(begin, bytes);
			give(bytes);
		}
	}

	async #askAlone(wish: Wish): Promise<void> {
		this.#take([wish]);
		const { begin, end } = wish;
		if (!isSmall(wish)) return wish.give(await this.#source.one(begin, end));
		this.#waiting.push(wish);
		await this.#fetchPiece(begin, Math.min(begin + rounded, this.#source.total));
	}

	/** Who wishes for some of it waits for it. */
	async #fetchPiece(begin: number, end: number): Promise<void> {
		const piece = { begin, end };
		this.#coming.push(piece);
		try {
			this.#keep(begin, await this.#source.one(begin, end));
		} finally {
			this.#coming.splice(this.#coming.indexOf(piece), 1);
		}
	}

	#take(wishes: readonly Wish[]): void {
		for (const wish of wishes) this.#waiting.splice(this.#waiting.indexOf(wish), 1);
	}

	#keep(begin: number, bytes: Uint8Array): void {
		this.#kept.keep(begin, bytes);
		for (const wish of [...this.#waiting]) if (this.#giveKept(wish)) this.#take([wish]);
	}

	#giveKept(wish: Wish): boolean {
		const bytes = isSmall(wish) ? this.#kept.get(wish.begin, wish.end) : undefined;
		if (bytes) wish.give(bytes);
		return bytes !== undefined;
	}
}

const isSmall = ({ begin, end }: Wish): boolean => end - begin <= small;

const holds = (piece: Span, wish: Span): boolean => piece.begin <= wish.begin && wish.end <= piece.end;
