import { beforeEach, expect, test, vi } from 'vitest';

let locale: 'vi' | 'en';
const fetched: string[] = [];

vi.mock('#lib/paraglide/runtime.js', () => ({ getLocale: () => locale }));
vi.mock('#lib/paraglide/messages/vi.js', () => {
	fetched.push('vi');
	return { cancel: () => 'Hủy', account_menu: ({ name }: { name: string }) => `Tài khoản ${name}` };
});
vi.mock('#lib/paraglide/messages/en.js', () => {
	fetched.push('en');
	return { cancel: () => 'Cancel', account_menu: ({ name }: { name: string }) => `Account ${name}` };
});

beforeEach(() => {
	vi.resetModules();
	fetched.length = 0;
});

test.each([
	['vi', 'Hủy', 'Tài khoản An'],
	['en', 'Cancel', 'Account An'],
] as const)('a browser that reads %s fetches that language alone', async (language, cancel, menu) => {
	locale = language;
	const { fetchTexts, m } = await import('#lib/i18n/own-language.ts');
	// A table made while the page's code is read, before any text is here.
	const table = { cancel: m.cancel, menu: m.account_menu };
	await fetchTexts(language);
	expect(table.cancel()).toBe(cancel);
	expect(table.menu({ name: 'An' })).toBe(menu);
	expect(fetched).toEqual([language]);
	// Another one that is chosen is fetched then, and spoken by the same functions.
	const other = language === 'vi' ? 'en' : 'vi';
	await fetchTexts(other);
	locale = other;
	expect(table.cancel()).not.toBe(cancel);
	expect(fetched).toEqual([language, other]);
});

test('a name gives the same function each time, so that what is derived from it stays', async () => {
	const { m } = await import('#lib/i18n/own-language.ts');
	expect(m.cancel).toBe(m.cancel);
});
