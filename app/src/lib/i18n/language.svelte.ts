import { baseLocale, isLocale, overwriteGetLocale, setLocale, type Locale } from '#lib/paraglide/runtime.js';
import { createContext } from 'svelte';

/**
 * The language of a page in a browser. Whatever shows a text looks it up while it shows it, and so shows it anew when this
 * changes: nothing is loaded again, and what stands in a form, a chosen file too, stays as it is.
 */
export class Language {
	#current = $state.raw<Locale>(baseLocale);
	readonly #fetchTexts: (locale: Locale) => Promise<void>;
	readonly #page: { readonly documentElement: { lang: string } } | undefined;

	/**
	 * @param page the document, which the server wrote in one language; undefined on the server, where each request has its own
	 * @param fetchTexts brings the texts of a language to this page
	 */
	constructor(
		page: { readonly documentElement: { lang: string } } | undefined,
		fetchTexts: (locale: Locale) => Promise<void>,
	) {
		this.#page = page;
		this.#fetchTexts = fetchTexts;
		if (!page) return;
		const { lang } = page.documentElement;
		if (isLocale(lang)) this.#current = lang;
		overwriteGetLocale(() => this.#current);
	}

	/** Rejects where the texts cannot be fetched; the page goes on as it is then. */
	async choose(next: Locale): Promise<void> {
		await this.#fetchTexts(next);
		// For the pages to come. A browser that takes no cookie has the language until it leaves this page.
		void setLocale(next, { reload: false });
		this.#current = next;
		if (this.#page) this.#page.documentElement.lang = next;
	}
}

export const [useLanguage, setLanguage] = createContext<Language>();
