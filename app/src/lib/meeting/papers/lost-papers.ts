import { mayReadPaper } from '#meeting/paper-rights.ts';
import type { Paper, Plan } from '#meeting/plan.ts';

/** A paper that could be read, with all of its versions that have been seen. */
export interface LostPaper {
	readonly paper: Paper;
	readonly versionIds: ReadonlySet<string>;
}

/** Which papers somebody may read no longer, as the plans of a meeting follow each other. */
export class LostPapers {
	#known: ReadonlyMap<string, LostPaper> = new Map();

	/** Those that could be read by the plan before. A new version takes nothing away. @param now ms since the epoch */
	next(plan: Plan, readerId: string, now: number): readonly LostPaper[] {
		const before = this.#known;
		this.#known = new Map(
			plan.papers
				.filter((paper) => mayReadPaper(plan, readerId, paper, now))
				.map((paper) => {
					const seen = before.get(paper.documentId)?.versionIds ?? [];
					return [paper.documentId, { paper, versionIds: new Set([...seen, paper.versionId]) }];
				}),
		);
		return [...before].flatMap(([documentId, lost]) => (this.#known.has(documentId) ? [] : [lost]));
	}
}
