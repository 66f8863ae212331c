import { readLinkHistory } from '#db/links/links.ts';
import { watchLoad } from '#lib/ops/access.server.ts';
import type { RequestEvent } from './$types.js';

/** `LinkMinute[]` of one device (`?device=`), oldest first; empty for a device that the meeting has not had. */
export const GET = watchLoad(({ db }, { params, url }: RequestEvent) => {
	const deviceId = url.searchParams.get('device') ?? '';
	return Response.json(readLinkHistory(db, params.id, deviceId));
});
