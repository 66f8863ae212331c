import type { m as every } from '#lib/paraglide/messages.js';
import { getLocale, type Locale } from '#lib/paraglide/runtime.js';

/**
 * What browsers have in place of `#lib/paraglide/messages.js` (package.json says so under `imports`): the texts of the
 * languages that are spoken on this page, each in one file that all pages share, and those that a
 * part of the product alone uses in another (app/text-files.ts). The server has all of them.
 */
type Text = (inputs: object) => string;

const files = {
	others: {
		vi: () => import('#lib/paraglide/messages/vi.js?others'),
		en: () => import('#lib/paraglide/messages/en.js?others'),
	},
	admin: {
		vi: () => import('#lib/paraglide/messages/vi.js?admin'),
		en: () => import('#lib/paraglide/messages/en.js?admin'),
	},
	marks: {
		vi: () => import('#lib/paraglide/messages/vi.js?marks'),
		en: () => import('#lib/paraglide/messages/en.js?marks'),
	},
	pages: {
		vi: () => import('#lib/paraglide/messages/vi.js?pages'),
		en: () => import('#lib/paraglide/messages/en.js?pages'),
	},
};
type File = keyof typeof files;

/** By language and file. */
const texts = new Map<string, Readonly<Record<string, Text>>>();
/** What the pages of this browser have needed so far. */
const needed = new Set<File>(['others']);
const asked = new Map<string, Text>();

/** Before anything is said in that language: pages start when it is done (src/hooks.client.ts). Rejects without a link. */
export async function fetchTexts(locale: Locale): Promise<void> {
	await Promise.all([...needed].map((file) => fetchFile(locale, file)));
}

/** Before a page of administration or operations is shown. Rejects without a link. */
export const fetchAdminTexts = (): Promise<void> => need('admin');

/** Before somebody marks a paper. Rejects without a link. */
export const fetchMarkTexts = (): Promise<void> => need('marks');

/** Before a page that is no part of a meeting is shown: by its path, or its route. Rejects without a link. */
export const fetchPageTexts = async (path: string | null): Promise<void> => {
	if (!/^\/(room|meetings\/[^/]+\/live)$/.test(path ?? '')) await need('pages');
};

async function need(file: File): Promise<void> {
	needed.add(file);
	await fetchTexts(getLocale());
}

async function fetchFile(locale: Locale, file: File): Promise<void> {
	const id = `${locale}/${file}`;
	if (!texts.has(id)) texts.set(id, (await files[file][locale]()) as unknown as Readonly<Record<string, Text>>);
}

function say(name: string, inputs: object): string {
	const locale = getLocale();
	for (const file of Object.keys(files)) {
		const text = texts.get(`${locale}/${file}`)?.[name];
		if (text) return text(inputs);
	}
	return name;
}

/** By name, so that tables may name texts before they are here. A name always gives the same function. */
export const m = new Proxy(
	{},
	{
		get(_, name: string): Text {
			const known = asked.get(name);
			if (known) return known;
			const text: Text = (inputs = {}) => say(name, inputs);
			asked.set(name, text);
			return text;
		},
	},
) as typeof every;
