import { signOut } from '#db/auth/sessions.ts';
import { hashToken } from '#db/auth/token.ts';
import { accountLoad } from '#lib/server/guard.ts';
import { recordDeed } from '#lib/server/audited.ts';
import { clearSessionToken, getSessionToken } from '#lib/server/session-cookie.ts';
import { services } from '#live/services.ts';
import { redirect } from '@sveltejs/kit';
import type { RequestEvent } from './$types.js';

/** Ends the session; its devices leave the meetings that they are in. */
export const POST = accountLoad('sign-out', ({ db }, event: RequestEvent): Response => {
	const { cookies } = event;
	const { meetings, secureCookies } = services();
	const token = getSessionToken(cookies, secureCookies);
	if (token !== undefined) {
		signOut(db, token);
		recordDeed(event, { action: 'sign-out', subject: '' });
		meetings.disconnectSession(hashToken(token));
		clearSessionToken(cookies, secureCookies);
	}
	redirect(303, '/sign-in');
});
