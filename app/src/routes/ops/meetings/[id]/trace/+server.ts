import { watchLoad } from '#lib/ops/access.server.ts';
import { services } from '#live/services.ts';
import type { RequestEvent } from './$types.js';

/**
 * `TraceEvent[]` of one device (`?device=`) that came after the event `?after=`; null while it has no media. Asking turns
 * tracing on for ten seconds.
 */
export const GET = watchLoad(async (_asking, { params, url }: RequestEvent) => {
	const deviceId = url.searchParams.get('device') ?? '';
	const after = Number(url.searchParams.get('after') ?? 0);
	return Response.json(await services().ops.trace(params.id, deviceId, Number.isFinite(after) ? after : 0));
});
