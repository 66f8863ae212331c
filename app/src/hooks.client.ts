import { fetchTexts } from '#lib/i18n/own-language.ts';
import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { ClientInit } from '@sveltejs/kit/hooks';

// The cookie is read once, not for each of the dates and numbers that a live meeting writes in a minute. From the first
// component on the page's own Language says which it is.
const locale = getLocale();
overwriteGetLocale(() => locale);

export const init: ClientInit = () => fetchTexts(locale);
