import { redirect } from '@sveltejs/kit';

interface Asked {
	readonly url: URL;
	readonly request: Request;
	/** Kit asks for a page's data by itself, on the way from one page to another. */
	readonly isDataRequest: boolean;
}

/**
 * Who is not signed in is led to the sign-in and back again when a page or a page's form was asked for; a script's
 * request (an upload, a search, a paper) is answered 401 with `{code: 'not-signed-in'}`.
 */
export function turnAway(asked: Asked): Response {
	if (!isForPage(asked)) return Response.json({ code: 'not-signed-in' }, { status: 401 });
	const back = pageOf(asked);
	redirect(303, back === '/' ? '/sign-in' : `/sign-in?return=${encodeURIComponent(back)}`);
}

/** A browser that opens a page or sends a form asks for HTML; Kit's own scripts say so with a header. */
const isForPage = (asked: Asked): boolean =>
	asked.isDataRequest || asked.request.headers.has('x-sveltekit-action') || isByBrowser(asked.request);

/** A browser itself asks, not a script of a page: what is answered is what somebody reads. */
export const isByBrowser = ({ headers }: Request): boolean => headers.get('accept')?.includes('text/html') ?? false;

/** The page itself; for a form, the page that it stands on, without the action's name; `/` after a sign-out. */
function pageOf({ url, request }: Asked): string {
	if (request.method === 'GET') return url.pathname + url.search;
	if (url.pathname === '/sign-out') return '/';
	const search = new URLSearchParams(url.search);
	for (const name of [...search.keys()]) if (name.startsWith('/')) search.delete(name);
	return search.size === 0 ? url.pathname : `${url.pathname}?${search}`;
}
