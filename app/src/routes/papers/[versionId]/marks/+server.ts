import { listMarks, putMarks, type MarkPlace } from '#db/documents/paper-marks.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { accountLoad, type Asking } from '#lib/server/guard.ts';
import { bytesSchema, idSchema, readJson } from '#lib/server/json-body.ts';
import { requireReadablePaper } from '#lib/server/open-paper.ts';
import type { ChangedMarks } from '#lib/marks/sealed-mark.ts';
import { isHttpError } from '@sveltejs/kit';
import * as v from 'valibot';
import type { RequestEvent } from './$types.js';

const sinceSchema = v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(0));

const askedSchema = v.object({
	keyId: idSchema,
	marks: v.pipe(
		v.array(
			v.object({
				id: idSchema,
				page: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
				changedAt: v.pipe(v.number(), v.integer(), v.minValue(0)),
				/** 64 KiB: twice what the longest stroke weighs */
				sealed: v.nullable(bytesSchema(64 * 1024)),
			}),
		),
		v.maxLength(500),
	),
});

/** Own marks of one version, as they were sealed: what changed after revision `?since=`. Of other people's nothing is told. */
export const GET = accountLoad('mark-paper', async ({ db, session }, { params, url }: RequestEvent) => {
	await requireReadablePaper(db, session, params.versionId);
	return changedIn(db, { personId: session.participantId, versionId: params.versionId }, url);
});

/**
 * Takes own marks in (each by its id; null: taken away) and answers as GET does. What was marked on a paper before it was recalled
 * is kept: only who never could read it is refused.
 */
export const PUT = accountLoad('mark-paper', async ({ db, session }, { params, url, request }: RequestEvent) => {
	await requireReadablePaper(db, session, params.versionId).catch((thrown: unknown) => {
		if (!isHttpError(thrown, 410)) throw thrown;
	});
	const { keyId, marks } = await readJson(request, askedSchema);
	const place = { personId: session.participantId, versionId: params.versionId };
	await orErrorPage(() => putMarks(db, place, keyId, marks));
	return changedIn(db, place, url);
});

function changedIn(db: Asking['db'], place: MarkPlace, url: URL): Response {
	const since = v.safeParse(sinceSchema, url.searchParams.get('since') ?? '0');
	const { revision, marks } = listMarks(db, place, since.success ? since.output : 0);
	const told = marks.map(({ sealed, ...mark }) => ({ ...mark, sealed: sealed?.toString('base64') ?? null }));
	return Response.json({ revision, marks: told } satisfies ChangedMarks);
}
