import { roomMeetings } from '#db/meetings/room-meetings.ts';
import { accountLoad } from '#lib/server/guard.ts';
import type { ServerLoadEvent } from '@sveltejs/kit';

/** As the meeting itself: the title is there at once. */
export const ssr = true;

/** A room's screen, for the account of a room; a person has nothing to see here. */
export const load = accountLoad(
	'use-room-screen',
	({ db, session: { siteId, name }, now }, _: ServerLoadEvent) => ({
		siteId: siteId ?? '',
		siteName: name,
		now,
		...roomMeetings(db, siteId ?? '', now),
	}),
	'/',
);
