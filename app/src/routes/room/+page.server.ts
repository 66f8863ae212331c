import { roomMeetings } from '#db/meetings/room-meetings.ts';
import { requireSession } from '#lib/server/current.ts';
import { services } from '#live/services.ts';
import { redirect, type ServerLoadEvent } from '@sveltejs/kit';

/** A room's screen, for the account of a room; a person has nothing to see here. */
export function load({ locals }: ServerLoadEvent) {
	const { siteId, name } = requireSession(locals);
	if (siteId === null) redirect(303, '/');
	const now = Date.now();
	return { siteId, siteName: name, now, ...roomMeetings(services().db, siteId, now) };
}
