/**
 * The body of a request, for a reader that may stop early. Ending a request's stream breaks the connection, and the
 * browser would see a broken line instead of the refusal: so what is left is read and thrown away first, up to a limit.
 */
export class UploadBody {
	readonly #body: ReadableStream<Uint8Array>;
	#done = false;

	constructor(body: ReadableStream<Uint8Array>) {
		this.#body = body;
	}

	async *bytes(): AsyncGenerator<Uint8Array> {
		const reader = this.#body.getReader();
		try {
			for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
			this.#done = true;
		} finally {
			reader.releaseLock();
		}
	}

	/** @param limit bytes; what is longer is cut off after all */
	async drain(limit: number): Promise<void> {
		if (this.#done) return;
		let rest = limit;
		for await (const chunk of this.bytes()) {
			rest -= chunk.length;
			if (rest < 0) break;
		}
		if (!this.#done) await this.#body.cancel();
	}
}
