import { meetingLoad } from '#lib/server/guard.ts';
import { meetingToRead } from '#lib/server/meeting-to-read.ts';
import type { RequestEvent } from './$types.js';

/** What whoever asks may keep of the meeting, to be read without a network: its agenda, and the papers that they may read by now. */
export const GET = meetingLoad('see-meeting', (asking, _: RequestEvent) => Response.json(meetingToRead(asking)));
