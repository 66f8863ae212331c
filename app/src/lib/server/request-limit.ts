import type { Session } from '#db/auth/sessions.ts';
import { OnceAMinute } from '#live/once-a-minute.ts';
import { services } from '#live/services.ts';
import page from '../../error.html?raw';
import { isByBrowser } from './turn-away.ts';

const code = 'too-many-requests';

/** The page has its style within, and nothing else. */
const ofPage = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'",
};

const warned = new OnceAMinute();

/**
 * The answer for an account that asks for more than any page of ours does; before anything is read for it but its session:
 * a page that is made of nothing where a browser asks, else the code, as scripts and Kit's own (`message`) look it up.
 */
export function refuseFlood({ accountId }: Session, request: Request): Response | undefined {
	if (services().pageRequests.take(accountId)) return undefined;
	if (warned.isDue(accountId)) services().log.warn({ accountId }, 'an account asks too often: refused');
	const answer = { status: 429, headers: { 'retry-after': '1' } };
	if (!isByBrowser(request)) return Response.json({ code, message: code }, answer);
	const html = page.replaceAll('%sveltekit.status%', '429').replaceAll('%sveltekit.error.message%', code);
	return new Response(html, { ...answer, headers: { ...answer.headers, ...ofPage } });
}
