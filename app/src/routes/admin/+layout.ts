import { browser } from '$app/env';
import { fetchAdminTexts } from '#lib/i18n/own-language.ts';
import type { LayoutLoadEvent } from './$types.js';

/** Its texts are no part of what other pages fetch. */
export async function load({ data }: LayoutLoadEvent) {
	if (browser) await fetchAdminTexts();
	return data;
}
