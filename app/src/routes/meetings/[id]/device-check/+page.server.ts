import { participation } from '#lib/meeting/participation.server.ts';
import { meetingLoad } from '#lib/server/guard.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = meetingLoad('enter-meeting', (asking, _: PageServerLoadEvent) => participation(asking));
