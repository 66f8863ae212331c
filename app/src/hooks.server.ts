import { languageCookie, themeCookie } from '#contract/appearance-cookies.ts';
import { resolveSession } from '#db/auth/sessions.ts';
import { baseLocale, toLocale } from '#lib/paraglide/runtime.js';
import { largestForm, limitBody } from '#lib/server/body-limit.ts';
import { inLanguage } from '#lib/server/in-language.ts';
import { keepReady } from '#lib/server/keep-ready.ts';
import { isDrawnThere, withOpening, withoutLaterStyles } from '#lib/server/opening.ts';
import { isPublicPath } from '#lib/server/public-path.ts';
import { refuseFlood } from '#lib/server/request-limit.ts';
import { addSecurityHeaders } from '#lib/server/security-headers.ts';
import { clearSessionToken, getSessionToken } from '#lib/server/session-cookie.ts';
import { turnAway } from '#lib/server/turn-away.ts';
import { services } from '#live/services.ts';
import type { Handle, HandleServerError } from '@sveltejs/kit/hooks';

const themes = ['light', 'dark'] as const;

export const handle: Handle = async ({ event, resolve }) => {
	const { db, secureCookies } = services();
	const token = getSessionToken(event.cookies, secureCookies);
	event.locals.session = token === undefined ? undefined : resolveSession(db, token, Date.now());
	event.locals.theme = themes.find((theme) => theme === event.cookies.get(themeCookie)) ?? 'system';
	if (token !== undefined && !event.locals.session) clearSessionToken(event.cookies, secureCookies);

	if (!event.locals.session && event.route.id !== null && !isPublicPath(event.url.pathname)) {
		const refusal = turnAway(event);
		addSecurityHeaders(refusal.headers, secureCookies);
		return refusal;
	}
	const flood = event.locals.session && refuseFlood(event.locals.session, event.request);
	if (flood) {
		addSecurityHeaders(flood.headers, secureCookies);
		return flood;
	}
	// Before anything of ours reads it: also who is not signed in can send to the sign-in.
	const limited = { ...event, request: limitBody(event.request, largestForm) };

	const locale = toLocale(event.cookies.get(languageCookie)) ?? baseLocale;
	let sameForAll: string | undefined;
	const response = await inLanguage(locale, event.url.origin, () =>
		resolve(limited, {
			transformPageChunk: ({ html }) => {
				const page = withOpening(
					withoutLaterStyles(html).replace('%paraglide.lang%', locale).replace('%theme%', event.locals.theme),
				);
				if (isDrawnThere(html)) sameForAll = page;
				return page;
			},
		}),
	);
	addSecurityHeaders(response.headers, secureCookies);
	if (sameForAll !== undefined) keepReady(event, response, sameForAll);
	return response;
};

export const handleError: HandleServerError = ({ kind, error, event }) => {
	if (kind === 'app') return { status: error.status, message: error.message };
	if (kind === 'unknown') {
		// Not the path: that of the first administrator's link is a secret.
		services().log.error({ err: error, route: event.route.id }, 'page failed');
		return { status: 500, message: 'unexpected' };
	}
	return { status: error.status, message: error.status === 404 ? 'no-such-page-here' : 'malformed' };
};
