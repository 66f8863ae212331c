import type { PaperDocument } from './paper-document.svelte.ts';
import type { OpenPapers } from './open-papers.ts';

/** The papers that are open in a meeting; what opens them is fetched when the first one is asked for. */
export class PapersAtHand {
	readonly #fetch: () => Promise<OpenPapers>;
	#papers = $state.raw<OpenPapers>();
	#fetching = false;
	#vain = false;
	#closed = false;

	constructor(fetch: () => Promise<OpenPapers>) {
		this.#fetch = fetch;
	}

	/** Somebody looks for a paper: one that is chosen is open sooner. */
	makeReady(): void {
		if (!this.#papers) void this.#begin();
	}

	/** Opens the paper, or gives the one that is open. undefined: what opens papers is on its way. */
	get(versionId: string): PaperDocument | undefined {
		this.makeReady();
		return this.#papers?.get(versionId);
	}

	/** Nothing of these is kept any more. */
	drop(versionIds: ReadonlySet<string>): void {
		this.#papers?.drop(versionIds);
	}

	/** The link to the server is back. */
	retry(): void {
		if (this.#vain) void this.#begin();
		this.#papers?.retry();
	}

	close(): void {
		this.#closed = true;
		this.#papers?.close();
	}

	async #begin(): Promise<void> {
		if (this.#fetching || this.#closed) return;
		this.#fetching = true;
		try {
			const papers = await this.#fetch();
			if (this.#closed) papers.close();
			else this.#papers = papers;
			this.#vain = false;
		} catch {
			// As for all that a page fetches: the link is cut, and is waited for.
			this.#vain = true;
		} finally {
			this.#fetching = false;
		}
	}
}
