import { readLinkHistory } from '#db/links/links.ts';
import { requirePatientWatcher } from '#lib/ops/access.server.ts';
import { services } from '#live/services.ts';
import type { RequestHandler } from './$types.js';

/** `LinkMinute[]` of one device (`?device=`), oldest first; empty for a device that the meeting has not had. */
export const GET: RequestHandler = ({ locals, params, url }) => {
	requirePatientWatcher(locals, params.id);
	const deviceId = url.searchParams.get('device') ?? '';
	return Response.json(readLinkHistory(services().db, params.id, deviceId));
};
