/** Pieces of a file that were fetched, in chunks of equal size; when there are too many, the oldest go. */
export class KeptChunks {
	readonly #chunks = new Map<number, Uint8Array>();
	readonly #chunk: number;
	readonly #most: number;

	/** @param chunk bytes of one; @param most chunks at once */
	constructor(chunk: number, most: number) {
		this.#chunk = chunk;
		this.#most = most;
	}

	/** `begin` is a chunk's, and their end is a chunk's or the file's. */
	keep(begin: number, bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; at += this.#chunk) {
			const number = (begin + at) / this.#chunk;
			// A copy: the whole of what was fetched would stay with a part of it.
			this.#chunks.delete(number);
			this.#chunks.set(number, bytes.slice(at, at + this.#chunk));
		}
		for (const number of this.#chunks.keys()) {
			if (this.#chunks.size <= this.#most) break;
			this.#chunks.delete(number);
		}
	}

	/** Bytes `begin` to before `end`, for whoever asks to take away; undefined: not all of them are here. */
	get(begin: number, end: number): Uint8Array<ArrayBuffer> | undefined {
		const bytes = new Uint8Array(end - begin);
		for (let at = begin; at < end;) {
			const chunk = this.#chunks.get(Math.floor(at / this.#chunk));
			const from = at % this.#chunk;
			if (!chunk || chunk.length <= from) return undefined;
			const part = chunk.subarray(from, from + end - at);
			bytes.set(part, at - begin);
			at += part.length;
		}
		return bytes;
	}
}
