/** Requests that run at once: browsers keep six connections to a server, and a meeting has other things to ask for. */
const most = 3;

/**
 * Asks for what was wished for last before what was wished for earlier. Of a long paper pdf.js wishes for all pages' heads as soon
 * as one page is opened, from the last to the first: that page's own bytes, which it wishes for then, would come after them.
 */
export class Wishes {
	#running = 0;
	readonly #waiting: (() => Promise<void>)[] = [];

	/** `fetch` says by itself what becomes of it: it rejects never. */
	add(fetch: () => Promise<void>): void {
		this.#waiting.push(fetch);
		this.#next();
	}

	/** What has not been asked for yet is not asked for any more. */
	clear(): void {
		this.#waiting.length = 0;
	}

	#next(): void {
		if (this.#running >= most) return;
		const fetch = this.#waiting.pop();
		if (!fetch) return;
		this.#running += 1;
		void fetch().finally(() => {
			this.#running -= 1;
			this.#next();
		});
	}
}
