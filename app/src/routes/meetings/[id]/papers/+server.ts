import { listDocuments } from '#db/documents/documents.ts';
import type { Found } from '#db/documents/search-papers.ts';
import { listAgenda } from '#db/meetings/agenda.ts';
import { refusalCode, refusalStatus } from '#lib/server/current.ts';
import type { FoundPlace } from '#lib/papers/found.ts';
import { meetingLoad } from '#lib/server/guard.ts';
import { paperStanding } from '#lib/server/paper-access.ts';
import { services } from '#live/services.ts';
import type { RequestEvent } from './$types.js';

/** Where `?q=` stands in those of the meeting's papers that whoever asks may read, or in one of these (`&version=`). */
export const GET = meetingLoad('see-meeting', async ({ db, session, meeting, now }, { url }: RequestEvent) => {
	const words = url.searchParams.get('q') ?? '';
	const standing = { ...meeting, agenda: listAgenda(db, meeting.id) };
	const of = paperStanding(standing, session, now);
	const one = url.searchParams.get('version');
	const papers = listDocuments(db, meeting.id)
		.filter((paper) => of(paper).now !== 'none')
		.filter(({ current }) => one === null || current.id === one);
	// The same file may be in the meeting more than once.
	const byFile = Map.groupBy(papers, ({ current }) => current.sha256);
	try {
		const asked = { files: [...byFile.keys()], words };
		const found = await services().work.run<readonly Found[]>('searchPapers', asked);
		const places = found.flatMap(({ sha256, ...place }) =>
			(byFile.get(sha256) ?? []).map(({ current }) => ({ versionId: current.id, ...place })),
		);
		return Response.json(places satisfies FoundPlace[]);
	} catch (thrown) {
		const code = refusalCode(thrown);
		if (code === undefined) throw thrown;
		return Response.json({ code }, { status: refusalStatus(code) });
	}
});
