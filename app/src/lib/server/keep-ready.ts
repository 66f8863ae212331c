import { languageCookie, themeCookie } from '#contract/appearance-cookies.ts';
import { locales } from '#lib/paraglide/runtime.js';
import { services } from '#live/services.ts';
import type { RequestEvent } from '@sveltejs/kit';

/** What the browser's cookies may say: one page is kept for each, whatever else somebody writes there. */
const themes: readonly (string | undefined)[] = ['system', 'light', 'dark', undefined];
const languages: readonly (string | undefined)[] = [...locales, undefined];

/** The next who asks for this page is answered without it being made again. `html` is the same for everybody. */
export function keepReady({ request, route, url, cookies }: RequestEvent, response: Response, html: string): void {
	if (request.method !== 'GET' || response.status !== 200 || route.id === null) return;
	const [theme, language] = [cookies.get(themeCookie), cookies.get(languageCookie)];
	if (!themes.includes(theme) || !languages.includes(language)) return;
	const { log, readyPages } = services();
	readyPages
		.keep({ routeId: route.id, path: url.pathname, theme, language, html, headers: response.headers })
		.catch((err: unknown) => log.error({ err, route: route.id }, 'a page could not be kept ready'));
}
