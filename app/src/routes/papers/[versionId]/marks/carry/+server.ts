import type { SamePage } from '#db/documents/compare-papers.ts';
import { listVersions } from '#db/documents/documents.ts';
import { lastMarkedBefore } from '#db/documents/paper-marks.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import type { Carry } from '#lib/marks/sealed-mark.ts';
import { services } from '#live/services.ts';

interface Asked {
	readonly locals: App.Locals;
	readonly params: { readonly versionId: string };
}

/**
 * What own marks can be carried over: from this version to the current one, or, where this is the current one, to it from the last
 * one before it that has some. Null: there is nothing, or not both may be read. What the marks are the browser alone can tell.
 */
export const GET = accountLoad('mark-paper', async ({ db, session }, { params }: Asked) => {
	const { paper } = await requireReadablePaper(db, session, params.versionId);
	const [current] = listVersions(db, paper.documentId);
	const { number, documentId } = paper;
	const former =
		current && current.id === paper.id
			? lastMarkedBefore(db, { personId: session.participantId, documentId, number })
			: paper.id;
	if (!current || former === undefined) return Response.json(null);
	const [from, to] = await Promise.all(
		[former, current.id].map((versionId) => requireReadablePaper(db, session, versionId)),
	);
	if (!from || !to) return Response.json(null);
	const side = ({ paper: { sha256, pages } }: typeof from) => ({ sha256, pages: pages ?? 0 });
	const same = await services().work.run<SamePage[]>('samePages', { before: side(from), after: side(to) });
	const pages = same.map(([before, after]): [number, number] => [before, after]);
	return Response.json({ from: former, to: { versionId: current.id, number: current.number }, pages } satisfies Carry);
});
