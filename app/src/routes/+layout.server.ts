import { services } from '#live/services.ts';
import { mayCreateMeetings } from '#lib/server/meeting-rights.ts';
import type { LayoutServerLoad } from './$types.js';

export const load: LayoutServerLoad = ({ locals }) => {
	const { demo, db } = services();
	const session = locals.session;
	return {
		demo,
		theme: locals.theme,
		account: session && {
			participantId: session.participantId,
			name: session.name,
			position: session.position,
			isAdmin: session.isAdmin,
			isSite: session.siteId !== null,
			mayCreateMeetings: mayCreateMeetings(db, session, Date.now()),
		},
	};
};
