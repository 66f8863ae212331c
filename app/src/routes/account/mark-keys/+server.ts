import { byCode, createMarkKey, forgetMarks, getMarkKeys, once, wrapMarkKey } from '#db/documents/mark-keys.ts';
import type { MarkKeys } from '#lib/marks/sealed-mark.ts';
import { orErrorPage } from '#lib/server/current.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { bytesSchema, idSchema, readJson } from '#lib/server/json-body.ts';
import * as v from 'valibot';
import type { RequestEvent } from './$types.js';

/** 12 bytes of initialisation, a key of 32 and a tag of 16. */
const wrappedSchema = bytesSchema(60);
const holderSchema = v.union([v.literal(byCode), v.literal(once), idSchema]);

const createdSchema = v.object({ keyId: idSchema, code: wrappedSchema, device: idSchema, wrapped: wrappedSchema });
const wrappedAnewSchema = v.object({ keyId: idSchema, holder: holderSchema, wrapped: wrappedSchema });

/** The key to one's own marks, wrapped by the recovery code, by a code for once and, where it has one, for `?device=`. Null: there is none yet. */
export const GET = accountLoad('use-own-account', ({ db, session, now }, { url }: RequestEvent) => {
	const found = getMarkKeys(db, session.participantId, now);
	const of = (holder: string | null) =>
		found?.keys.find((key) => key.holder === holder)?.wrapped.toString('base64') ?? null;
	return Response.json(
		((found && {
			keyId: found.keyId,
			code: of(byCode),
			once: of(once),
			device: of(url.searchParams.get('device')),
		}) satisfies MarkKeys | undefined) ?? null,
	);
});

/** The first key. 409 `mark-key-changed`: there is one. */
export const POST = accountLoad('use-own-account', async ({ db, session, now }, { request }: RequestEvent) => {
	const { keyId, code, device, wrapped } = await readJson(request, createdSchema);
	const keys = [
		{ holder: byCode, wrapped: code },
		{ holder: device, wrapped },
	];
	await orErrorPage(() => createMarkKey(db, { personId: session.participantId, keyId, keys, now }));
	return new Response(null, { status: 204 });
});

/** The same key for one more device, or by a new code. 409 `mark-key-changed`: it is another one by now. */
export const PUT = accountLoad('use-own-account', async ({ db, session, now }, { request }: RequestEvent) => {
	const key = await readJson(request, wrappedAnewSchema);
	await orErrorPage(() => wrapMarkKey(db, { personId: session.participantId, now, ...key }));
	return new Response(null, { status: 204 });
});

/** Without code and devices nobody can read the marks: they go with their key. */
export const DELETE = accountLoad('use-own-account', ({ db, session }, event: RequestEvent) => {
	forgetMarks(db, session.participantId);
	recordDeed(event, { action: 'forget-marks', subject: session.participantId });
	return new Response(null, { status: 204 });
});
