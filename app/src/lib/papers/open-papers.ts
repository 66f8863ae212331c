import { fromServer, type PaperSource } from './fetch-range.ts';
import { PaperDocument } from './paper-document.svelte.ts';
import { PatientLink } from './patient-link.svelte.ts';

/** As many papers stay open as one person goes back and forth between; each holds its bytes in memory. */
const most = 3;

/** Papers that were read last stay open, so that returning to one shows it at once. */
export class OpenPapers {
	readonly #link = new PatientLink();
	readonly #open = new Map<string, PaperDocument>();
	readonly #from: (versionId: string) => PaperSource;

	constructor(from: (versionId: string) => PaperSource = fromServer) {
		this.#from = from;
	}

	/** Opens the paper, or gives the one that is open. */
	get(versionId: string): PaperDocument {
		const paper = this.#open.get(versionId) ?? new PaperDocument(versionId, this.#link, this.#from(versionId));
		// Putting it in anew makes it the youngest.
		this.#open.delete(versionId);
		this.#open.set(versionId, paper);
		for (const [id, oldest] of this.#open) {
			if (this.#open.size <= most) break;
			oldest.close();
			this.#open.delete(id);
		}
		return paper;
	}

	/** Nothing of these is kept any more. */
	drop(versionIds: ReadonlySet<string>): void {
		for (const versionId of versionIds) {
			this.#open.get(versionId)?.close();
			this.#open.delete(versionId);
		}
	}

	/** The link to the server is back: what waits for it is fetched at once, and what failed is tried anew. */
	retry(): void {
		this.#link.retry();
		for (const paper of this.#open.values()) paper.retry();
	}

	close(): void {
		for (const paper of this.#open.values()) paper.close();
		this.#open.clear();
		this.#link.close();
	}
}
