import { getSharedMark, listSharedMarks, shareMark, takeOffMark } from '#db/documents/shared-marks.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { contentSchema } from '#lib/marks/mark.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { accountLoad, type Asking } from '#lib/server/guard.ts';
import { idSchema, readJson } from '#lib/server/json-body.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import { services } from '#live/services.ts';
import { isShownTo, mayTakeOff, sharedLayers, type SharedMark } from '#meeting/shared-marks.ts';
import { error } from '@sveltejs/kit';
import * as v from 'valibot';

interface Asked {
	readonly locals: App.Locals;
	readonly params: { readonly versionId: string };
	readonly request: Request;
	readonly url: URL;
}

/** Characters of what one mark is: more than the longest stroke has. */
const mostLetters = 64 * 1024;

const askedSchema = v.object({
	id: idSchema,
	page: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
	layer: v.picklist(sharedLayers),
	/** withdrawn by its author, who takes that back */
	again: v.optional(v.literal(true)),
	content: v.pipe(
		contentSchema,
		v.check((content) => JSON.stringify(content).length <= mostLetters),
	),
});

async function standingIn({ db, session }: Asking, versionId: string) {
	const { paper } = await requireReadablePaper(db, session, versionId);
	const { meetingId } = paper;
	return { meetingId, standing: requireStanding(db, { meetingId, participantId: session.participantId }) };
}

/** Marks of others, and own ones, that were shared on this version and are for the eyes of whoever asks. */
export const GET = accountLoad('mark-paper', async (asking, { params }: Asked) => {
	const { standing } = await standingIn(asking, params.versionId);
	const { participantId } = asking.session;
	const marks = listSharedMarks(asking.db, params.versionId);
	return Response.json(marks.filter((mark) => isShownTo(standing, participantId, mark)) satisfies SharedMark[]);
});

/** Shares a mark, for good until it is taken off; once, however often it is sent. 403 `not-invited`: takes no part in the meeting. */
export const PUT = accountLoad('mark-paper', async (asking, { params: { versionId }, request }: Asked) => {
	const { db, session, now } = asking;
	const { standing, meetingId } = await standingIn(asking, versionId);
	const asked = await readJson(request, askedSchema);
	const author = { authorId: session.participantId, authorName: session.name };
	const mark = { ...asked, versionId, ...author, sharedAt: now };
	if (!isShownTo(standing, session.participantId, mark)) error(403, 'not-invited');
	const shared = await orErrorPage(() => shareMark(db, mark));
	if (shared) services().meetings.tellSharedMark(meetingId, shared);
	return new Response(null, { status: 204 });
});

/** Withdraws an own one `?id=`, or takes another's off. 404: there is none, or it is not for the eyes of whoever asks. */
export const DELETE = accountLoad('mark-paper', async (asking, { params: { versionId }, url }: Asked) => {
	const { db, session, now } = asking;
	const { standing, meetingId } = await standingIn(asking, versionId);
	const id = v.safeParse(idSchema, url.searchParams.get('id'));
	if (!id.success) error(400, 'malformed');
	const mark = getSharedMark(db, versionId, id.output);
	if (!mark || !isShownTo(standing, session.participantId, mark)) error(404, 'not-found');
	if (!mayTakeOff(standing, session.participantId, mark)) error(403, 'not-allowed');
	takeOffMark(db, { id: mark.id, by: session.participantId, now });
	services().meetings.tellSharedMark(meetingId, { ...mark, content: null });
	return new Response(null, { status: 204 });
});
