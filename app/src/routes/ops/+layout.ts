import { browser } from '$app/env';
import { fetchAdminTexts } from '#lib/i18n/own-language.ts';

/** Its texts are those of the administration, which other pages do not fetch. */
export async function load(): Promise<void> {
	if (browser) await fetchAdminTexts();
}
