import { roomMeetings } from '#db/meetings/room-meetings.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { json, type RequestEvent } from '@sveltejs/kit';

/** What a room's terminal asks again and again: `RoomAnswer`. 401 with `not-signed-in` when its session is gone. */
export const GET = accountLoad('use-room-screen', ({ db, session, now }, _: RequestEvent) =>
	json({ now, ...roomMeetings(db, session.siteId ?? '', now) }),
);
