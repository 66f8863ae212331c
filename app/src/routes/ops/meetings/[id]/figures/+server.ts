import { watchLoad } from '#lib/ops/access.server.ts';
import { services } from '#live/services.ts';
import type { RequestEvent } from './$types.js';

/**
 * `Figures` with the samples after `?after=` (ms since the epoch); null while nobody is in the meeting. Who asks may no
 * longer: 403 or 401; too often: 429.
 */
export const GET = watchLoad((_asking, { params, url }: RequestEvent) => {
	const after = Number(url.searchParams.get('after') ?? 0);
	return Response.json(services().ops.figures(params.id, Number.isFinite(after) ? after : 0) ?? null);
});
