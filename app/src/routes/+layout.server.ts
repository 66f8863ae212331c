import { services } from '#live/services.ts';
import { guarded } from '#lib/server/guard.ts';
import { showingOf } from '#lib/server/standing.ts';
import { allows } from '#meeting/rights.ts';
import type { LayoutServerLoadEvent } from './$types.js';

/**
 * A page is drawn where it is looked at: the server sends what is the same for everybody, and the page's data. Drawing is
 * no work for the loop that carries the meetings, and nobody types into a page that does not yet listen.
 */
export const ssr = false;

/** The frame of every page, of the sign-in's, too. */
export const load = guarded('sign-in', ({ locals }: LayoutServerLoadEvent) => {
	const { demo } = services();
	const session = locals.session;
	const showing = showingOf(session);
	return {
		demo,
		theme: locals.theme,
		account: session && {
			participantId: session.participantId,
			name: session.name,
			position: session.position,
			isAdmin: allows('administer', showing),
			keepsAccounts: allows('keep-accounts', showing),
			seesOperations: allows('see-operations', showing),
			isSite: session.siteId !== null,
			mayCreateMeetings: allows('convene-meeting', showing),
		},
	};
});
