import { tooOld } from '#lib/meeting/device-check/lowest-browser.ts';
import { participation } from '#lib/meeting/participation.server.ts';
import { meetingLoad } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = meetingLoad('enter-meeting', (asking, { request }: PageServerLoadEvent) => ({
	...participation(asking),
	// Said by the server: a browser that is too old may not run the page's own words.
	tooOld: tooOld(request.headers.get('user-agent') ?? ''),
}));
