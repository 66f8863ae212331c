import { meetingLoad } from '#lib/server/guard.ts';
import { meetingToRead } from '#lib/server/meeting-to-read.ts';
import type { PageServerLoadEvent } from './$types.js';

export const load = meetingLoad('see-meeting', (asking, _: PageServerLoadEvent) => ({ about: meetingToRead(asking) }));
