import { beforeEach, expect, test, vi } from 'vitest';

let locale: 'vi' | 'en';
const fetched: string[] = [];

vi.mock('#lib/paraglide/runtime.js', () => ({ getLocale: () => locale }));
vi.mock('#lib/paraglide/messages/vi.js?others', () => {
	fetched.push('vi');
	return { cancel: () => 'Hủy', account_menu: ({ name }: { name: string }) => `Tài khoản ${name}` };
});
vi.mock('#lib/paraglide/messages/en.js?others', () => {
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
});

test('another language that is chosen is spoken by the same functions once it is fetched', async () => {
	locale = 'vi';
	const { fetchTexts, m } = await import('#lib/i18n/own-language.ts');
	const { cancel } = m;
	await fetchTexts('vi');
	await fetchTexts('en');
	expect(cancel()).toBe('Hủy');
	locale = 'en';
	expect(cancel()).toBe('Cancel');
});

test('a name gives the same function each time, so that what is derived from it stays', async () => {
	const { m } = await import('#lib/i18n/own-language.ts');
	expect(m.cancel).toBe(m.cancel);
});
