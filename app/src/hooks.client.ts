import { fetchPageTexts, fetchTexts } from '#lib/i18n/own-language.ts';
import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { ClientInit, HandleClientError } from '@sveltejs/kit/hooks';

// The cookie is read once, not for each of the dates and numbers that a live meeting writes in a minute. From the first
// component on the page's own Language says which it is.
const locale = getLocale();
overwriteGetLocale(() => locale);

export const init: ClientInit = async () => {
	await Promise.all([fetchTexts(locale), fetchPageTexts(location.pathname)]);
};

/** A page that does not come says why by the same codes as the server does; the server has heard nothing of either. */
export const handleError: HandleClientError = ({ kind, error }) => {
	if (kind === 'framework' && error.status === 404) return { message: 'no-such-page-here' };
	if (kind !== 'unknown') return {};
	if (isOfLink(error)) return { message: 'unavailable' };
	reportError(error);
	return {};
};

const linkFaults = /^(Failed to fetch|Load failed|NetworkError when|error loading dynamically|Importing a module)/i;

/** What Chromium, Firefox and Safari call a request or a module that did not come. */
const isOfLink = (error: unknown): boolean => error instanceof TypeError && linkFaults.test(error.message);
