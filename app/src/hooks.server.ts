import { resolveSession } from '#db/auth/sessions.ts';
import { paraglideMiddleware } from '#lib/paraglide/server.js';
import { isPublicPath } from '#lib/server/public-path.ts';
import { addSecurityHeaders } from '#lib/server/security-headers.ts';
import { clearSessionToken, getSessionToken } from '#lib/server/session-cookie.ts';
import { services } from '#live/services.ts';
import { redirect } from '@sveltejs/kit';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';

const themes = ['light', 'dark'] as const;

export const handle: Handle = async ({ event, resolve }) => {
	const { db, secureCookies } = services();
	const token = getSessionToken(event.cookies);
	event.locals.session = token === undefined ? undefined : resolveSession(db, token, Date.now());
	event.locals.theme = themes.find((theme) => theme === event.cookies.get('giao-dien')) ?? 'system';
	if (token !== undefined && !event.locals.session) clearSessionToken(event.cookies, secureCookies);

	if (!event.locals.session && event.route.id !== null && !isPublicPath(event.url.pathname)) turnAway(event);

	// Given without its body: the middleware would copy the request, and an upload would be held in memory whole.
	const asked = new Request(event.url, { headers: event.request.headers });
	const response = await paraglideMiddleware(asked, ({ locale }) =>
		resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%paraglide.lang%', locale).replace('%theme%', event.locals.theme),
		}),
	);
	addSecurityHeaders(response.headers, secureCookies);
	return response;
};

/** Pages lead to the sign-in and back; whatever else is asked for gets the code. */
function turnAway({ url, request }: Parameters<Handle>[0]['event']): never {
	const back = request.method === 'GET' ? url.pathname + url.search : '/';
	redirect(303, back === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}`);
}

export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind === 'app') return { status: error.status, message: error.message };
	if (kind === 'unknown') {
		services().log.error({ err: error, path: event.url.pathname }, 'page failed');
		return { status: 500, message: 'unexpected' };
	}
	return { status: error.status, message: error.status === 404 ? 'no-such-page-here' : 'malformed' };
};
