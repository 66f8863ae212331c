import { sessionCookie } from '#contract/session-cookie.ts';
import type { Cookies } from '@sveltejs/kit';

export const getSessionToken = (cookies: Cookies, secure: boolean): string | undefined =>
	cookies.get(sessionCookie(secure));

/**
 * Lax and not Strict: a link to a meeting in an invitation's e-mail must open for who is signed in. What changes
 * something is never a GET, and Kit refuses forms from other origins.
 */
export function setSessionToken(cookies: Cookies, token: string, expiresAt: number, secure: boolean): void {
	cookies.set(sessionCookie(secure), token, {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure,
		expires: new Date(expiresAt),
	});
}

export function clearSessionToken(cookies: Cookies, secure: boolean): void {
	cookies.delete(sessionCookie(secure), { path: '/', httpOnly: true, sameSite: 'lax', secure });
}
