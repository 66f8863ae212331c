import { readersOfMarks } from '#db/documents/mark-readers.ts';
import { getSharedMark, listSharedMarks, shareMark, takeOffMark } from '#db/documents/shared-marks.ts';
import { requireStanding } from '#db/meetings/read-standing.ts';
import { contentSchema } from '#lib/marks/mark.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { accountLoad, type Asking } from '#lib/server/guard.ts';
import { idSchema, readJson } from '#lib/server/json-body.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import { services } from '#live/services.ts';
import { isShownTo, mayTakeOff, mostChosen, sharedLayers, type SharedMark } from '#meeting/shared-marks.ts';
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

const askedObject = v.object({
	id: idSchema,
	page: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
	layer: v.picklist(sharedLayers),
	readers: v.optional(v.pipe(v.array(idSchema), v.minLength(1), v.maxLength(mostChosen))),
	/** withdrawn by its author, who takes that back */
	again: v.optional(v.literal(true)),
	content: v.pipe(
		contentSchema,
		v.check((content) => JSON.stringify(content).length <= mostLetters),
	),
});
const askedSchema = v.pipe(
	askedObject,
	v.check(({ layer, readers }) => (layer === 'chosen') === (readers !== undefined)),
);

async function standingIn({ db, session }: Asking, versionId: string) {
	const { paper } = await requireReadablePaper(db, session, versionId);
	const { participantId } = session;
	const standing = requireStanding(db, { meetingId: paper.meetingId, participantId });
	const readersOf = readersOfMarks(db, standing);
	const sees = (mark: SharedMark) => isShownTo(standing, participantId, { ...mark, readers: readersOf(mark) });
	const tell = (mark: SharedMark) => services().meetings.tellSharedMark(standing.id, mark, readersOf(mark));
	return { standing, sees, tell };
}

/** Marks of others, and own ones, that were shared on this version and are for the eyes of whoever asks: a room shows the meeting's. */
export const GET = accountLoad('read-paper', async (asking, { params }: Asked) => {
	const { sees } = await standingIn(asking, params.versionId);
	return Response.json(listSharedMarks(asking.db, params.versionId).filter(sees) satisfies SharedMark[]);
});

/** Shares a mark, for good until it is taken off; once, however often it is sent. 403 `not-invited`: takes no part in the meeting. */
export const PUT = accountLoad('mark-paper', async (asking, { params: { versionId }, request }: Asked) => {
	const { db, session, now } = asking;
	const { sees, tell } = await standingIn(asking, versionId);
	const asked = await readJson(request, askedSchema);
	const author = { authorId: session.participantId, authorName: session.name };
	const mark = { ...asked, versionId, ...author, sharedAt: now };
	if (!sees(mark)) error(403, 'not-invited');
	const shared = await orErrorPage(() => shareMark(db, mark));
	if (shared) tell(shared);
	return new Response(null, { status: 204 });
});

/** Withdraws an own one `?id=`, or takes another's off. 404: there is none, or it is not for the eyes of whoever asks. */
export const DELETE = accountLoad('mark-paper', async (asking, { params: { versionId }, url }: Asked) => {
	const { db, session, now } = asking;
	const { standing, sees, tell } = await standingIn(asking, versionId);
	const id = v.safeParse(idSchema, url.searchParams.get('id'));
	if (!id.success) error(400, 'malformed');
	const mark = getSharedMark(db, versionId, id.output);
	if (!mark || !sees(mark)) error(404, 'not-found');
	if (!mayTakeOff(standing, session.participantId, mark)) error(403, 'not-allowed');
	takeOffMark(db, { id: mark.id, by: session.participantId, now });
	tell({ ...mark, content: null });
	return new Response(null, { status: 204 });
});
