import { levelOf, mayReadPaper } from '#meeting/paper-rights.ts';
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

/** When the next paper that somebody may read is past its day, in ms since the epoch; undefined: none will be. */
export function nextEnd(plan: Plan, readerId: string, now: number): number | undefined {
	const ends = plan.papers
		.filter((paper) => mayReadPaper(plan, readerId, paper, now))
		.flatMap(({ access }) => (access?.until !== undefined && access.until > now ? [access.until] : []));
	return ends.length === 0 ? undefined : Math.min(...ends);
}

/** Papers (their documents' ids) that somebody was let read, and may not by now. */
export const shutPapers = (plan: Plan, readerId: string, now: number): readonly string[] =>
	plan.papers
		.filter((paper) => levelOf(plan, readerId, paper) !== 'none' && !mayReadPaper(plan, readerId, paper, now))
		.map(({ documentId }) => documentId);
