import type { PaperDifference } from '#db/documents/compare-papers.ts';
import { listVersions } from '#db/documents/documents.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { refusalCode, refusalStatus } from '#lib/server/current.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import type { Newer } from '#lib/papers/newer.ts';
import { services } from '#live/services.ts';

interface Asked {
	readonly locals: App.Locals;
	readonly params: { readonly versionId: string };
	readonly url: URL;
}

/**
 * The version that has superseded this one, for whoever may read both; `{newer: null}`: none has. With `?difference` what differs
 * between them.
 */
export const GET = accountLoad('read-paper', async ({ db, session }, { params, url }: Asked) => {
	const { paper } = await requireReadablePaper(db, session, params.versionId);
	const [current] = listVersions(db, paper.documentId);
	if (!current || current.id === paper.id) return Response.json({ newer: null } satisfies Newer);
	await requireReadablePaper(db, session, current.id);
	const newer = { versionId: current.id, number: current.number, title: paper.title, uploadedAt: current.uploadedAt };
	if (!url.searchParams.has('difference')) return Response.json({ newer } satisfies Newer);
	const side = ({ sha256, pages }: typeof current) => ({ sha256, pages: pages ?? 0 });
	try {
		const asked = { before: side(paper), after: side(current) };
		const difference = await services().work.run<PaperDifference>('comparePapers', asked);
		return Response.json({ newer, difference } satisfies Newer);
	} catch (thrown) {
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		return Response.json({ code }, { status: refusalStatus(code) });
	}
});
