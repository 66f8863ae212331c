import { openFile } from '#db/documents/documents.ts';
import { requireMeeting } from '#db/meetings/read-meeting.ts';
import { orErrorPage, requireSession } from '#lib/server/current.ts';
import { fileResponse } from '#lib/server/file-response.ts';
import { mayOpenPaper } from '#lib/server/paper-access.ts';
import { services } from '#live/services.ts';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types.js';

/** The bytes of one version of a paper, for those who may read it. Whether it exists is not told to others. */
export const GET: RequestHandler = async ({ locals, params, request }) => {
	const session = requireSession(locals);
	const { db, dataDir } = services();
	const paper = await orErrorPage(() => openFile(db, dataDir, params.versionId));
	if (!mayOpenPaper(requireMeeting(db, paper.meetingId), session, paper)) error(404, 'not-found');
	return fileResponse(paper, request.headers);
};
