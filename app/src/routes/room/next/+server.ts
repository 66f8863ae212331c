import { roomMeetings } from '#db/meetings/room-meetings.ts';
import { requireSession } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import { error, json, type RequestHandler } from '@sveltejs/kit';

/** What a room's terminal asks again and again: `RoomAnswer`. 401 with `not-signed-in` when its session is gone. */
export const GET: RequestHandler = ({ locals }) => {
	const { siteId } = requireSession(locals);
	if (siteId === null) error(403, 'not-allowed');
	const now = Date.now();
	return json({ now, ...roomMeetings(services().db, siteId, now) });
};
