import type { m as every } from '#lib/paraglide/messages.js';
import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

/**
 * What browsers have in place of `#lib/paraglide/messages.js` (package.json says so under `imports`): the texts of the
 * languages that are spoken on this page, each in one file that all pages share. The server has all of them.
 */
type Text = (inputs: object) => string;

const languages = {
	vi: () => import('#lib/paraglide/messages/vi.js'),
	en: () => import('#lib/paraglide/messages/en.js'),
};

const texts: Partial<Record<Locale, Readonly<Record<string, Text>>>> = {};
const asked = new Map<string, Text>();

/** Before anything is said in that language: pages start when it is done (src/hooks.client.ts). Rejects without a link. */
export async function fetchTexts(locale: Locale): Promise<void> {
	texts[locale] ??= (await languages[locale]()) as unknown as Readonly<Record<string, Text>>;
}

/** By name, so that tables may name texts before they are here. A name always gives the same function. */
export const m = new Proxy(
	{},
	{
		get(_, name: string): Text {
			const known = asked.get(name);
			if (known) return known;
			const text: Text = (inputs = {}) => texts[getLocale()]?.[name]?.(inputs) ?? name;
			asked.set(name, text);
			return text;
		},
	},
) as typeof every;
