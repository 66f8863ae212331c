import { fetchTexts } from '#lib/i18n/own-language.ts';
import { getLocale, overwriteGetLocale } from '#lib/paraglide/runtime.js';
import type { ClientInit } from '@sveltejs/kit/hooks';

// A page keeps its language as long as it stands: choosing another loads it anew. The cookie is read once, not for each
// of the dates and numbers that a live meeting writes in a minute.
const locale = getLocale();
overwriteGetLocale(() => locale);

export const init: ClientInit = fetchTexts;
