import { browser } from '$app/env';
import { fetchPageTexts } from '#lib/i18n/own-language.ts';
import type { LayoutLoadEvent } from './$types.js';

/** Who goes from a meeting to another page has not fetched what is said there. */
export async function load({ data, route }: LayoutLoadEvent) {
	if (browser) await fetchPageTexts(route.id);
	return data;
}
