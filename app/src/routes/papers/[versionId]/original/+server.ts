import { filePath } from '#db/documents/file-store.ts';
import { fileResponse } from '#lib/server/file-response.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import { services } from '#live/services.ts';
import { reaches } from '#meeting/paper-rights.ts';
import { error } from '@sveltejs/kit';
import type { RequestEvent } from './$types.js';

/** The file as it was sent, where a PDF that was made of it is read: for those who may have files, and never shown by a browser. */
export const GET = accountLoad('read-paper', async ({ db, session }, { params, request }: RequestEvent) => {
	const { paper, level } = await requireReadablePaper(db, session, params.versionId);
	if (!paper.original) error(404, 'not-found');
	if (!reaches(level, 'download')) error(403, 'paper-not-for-download');
	const path = filePath(services().dataDir, paper.original.sha256);
	return fileResponse({ ...paper.original, path, fileName: paper.fileName, attached: true }, request.headers);
});
