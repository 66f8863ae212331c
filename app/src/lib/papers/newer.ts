import type { PaperDifference } from '#db/documents/compare-papers.ts';

/** What `GET /papers/ID/newer` answers. */
export interface Newer {
	/** null: the version that was asked about is the current one */
	readonly newer: {
		readonly versionId: string;
		readonly number: number;
		readonly title: string;
		/** ms since the epoch */
		readonly uploadedAt: number;
	} | null;
	readonly difference?: PaperDifference;
}

/** Undefined where it cannot be had by now: nobody is kept from reading by it. */
export async function askNewer(versionId: string, difference = false): Promise<Newer | undefined> {
	try {
		const answer = await fetch(`/papers/${encodeURIComponent(versionId)}/newer${difference ? '?difference' : ''}`);
		return answer.ok ? ((await answer.json()) as Newer) : undefined;
	} catch {
		return undefined;
	}
}
