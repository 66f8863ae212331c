import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../../app/messages');
const files = readdirSync(path.join(folder, 'vi'));
const read = (locale: string, file: string): Record<string, unknown> =>
	JSON.parse(readFileSync(path.join(folder, locale, file), 'utf8')) as Record<string, unknown>;
/** What stands in braces: both languages must ask for the same. */
const inputs = (message: unknown) => [...JSON.stringify(message).matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

describe('messages', () => {
	it('come in the same files in both languages', () => {
		expect(readdirSync(path.join(folder, 'en')).sort()).toEqual([...files].sort());
	});

	it('are listed in the project, each file', () => {
		const settings = readFileSync(path.join(folder, '../project.inlang/settings.json'), 'utf8');
		for (const file of files) expect(settings).toContain(`./messages/{locale}/${file}`);
	});

	it.each(files)('%s has the same keys in both languages, none empty', (file) => {
		const [vi, en] = [read('vi', file), read('en', file)];
		expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
		for (const [key, text] of [...Object.entries(vi), ...Object.entries(en)]) {
			expect(JSON.stringify(text).length, key).toBeGreaterThan(2);
		}
	});

	it.each(files)('%s asks for the same inputs in both languages', (file) => {
		const [vi, en] = [read('vi', file), read('en', file)];
		for (const key of Object.keys(vi)) {
			if (typeof vi[key] === 'string') expect(inputs(en[key]), key).toEqual(inputs(vi[key]));
		}
	});

	it('give no key twice', () => {
		const keys = files.flatMap((file) => Object.keys(read('vi', file)));
		expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
	});

	// One text for one and for many: a count stands beside its noun, not before it.
	it.each(files)('%s has no "1 sites" in English', (file) => {
		const counted = /(?<!of )\{(?:count|units|sites|devices|people|seats)\} (?!characters|members, at least)\p{L}+s\b/u;
		for (const [key, text] of Object.entries(read('en', file))) expect(JSON.stringify(text), key).not.toMatch(counted);
	});

	it.each(['vi', 'en'])('send nobody to a button that is called otherwise (%s)', (locale) => {
		const texts = files.flatMap((file) => Object.values(read(locale, file)).map(String));
		const ofOtherPrograms = ['CSV UTF-8', 'Unicode Text', 'sep='];
		const named = texts.flatMap((text) => [...text.matchAll(/“([^{}”]+)”/g)].map(([, name = '']) => name));
		expect(named.length).toBeGreaterThan(5);
		const begins = (name: string) => texts.some((text) => text.toLowerCase().startsWith(name.toLowerCase()));
		expect(named.filter((name) => !ofOtherPrograms.includes(name) && !begins(name))).toEqual([]);
	});
});
