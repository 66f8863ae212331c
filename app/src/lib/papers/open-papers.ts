import { PaperDocument } from './paper-document.svelte.ts';

/** As many papers stay open as one person goes back and forth between; each holds its pages' data in memory. */
const most = 3;

/** Papers that were read last stay open, so that returning to one shows it at once. */
export class OpenPapers {
	readonly #open = new Map<string, PaperDocument>();

	/** Opens the paper, or gives the one that is open. */
	get(versionId: string): PaperDocument {
		const known = this.#open.get(versionId);
		const paper = known && known.phase !== 'failed' ? known : new PaperDocument(versionId);
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

	close(): void {
		for (const paper of this.#open.values()) paper.close();
		this.#open.clear();
	}
}
