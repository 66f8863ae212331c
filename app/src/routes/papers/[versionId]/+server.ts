import { openFile } from '#db/documents/documents.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { fileResponse } from '#lib/server/file-response.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { mayOpenPaper } from '#lib/server/paper-access.ts';
import { services } from '#live/services.ts';
import { error } from '@sveltejs/kit';
import type { RequestEvent } from './$types.js';

/** The bytes of one version of a paper, for those who may read it. Whether it exists is not told to others. */
export const GET = accountLoad('read-paper', async ({ db, session }, { params, request }: RequestEvent) => {
	const paper = await orErrorPage(() => openFile(db, services().dataDir, params.versionId));
	const standing = requireStanding(db, { ...paper, participantId: session.participantId });
	if (!mayOpenPaper(standing, session, paper)) error(404, 'not-found');
	return fileResponse(paper, request.headers);
});
