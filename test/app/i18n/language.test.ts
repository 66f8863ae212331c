import '#test/support/runes.ts';
import { Language } from '#lib/i18n/language.svelte.ts';
import { m } from '#lib/paraglide/messages.js';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'svelte/compiler';
import { describe, expect, it, test } from 'vitest';

test('a page speaks the language that it was written in, and another one once it is chosen and its texts are here', async () => {
	const page = { documentElement: { lang: 'vi' } };
	const fetched: string[] = [];
	let online = true;
	const fetchTexts = async (locale: string) => {
		if (!online) throw new Error('no link');
		fetched.push(locale);
	};
	const language = new Language(page, fetchTexts);
	expect(m.cancel()).toBe('Hủy');
	await language.choose('en');
	expect(fetched).toEqual(['en']);
	expect([m.cancel(), page.documentElement.lang]).toEqual(['Cancel', 'en']);
	online = false;
	await expect(language.choose('vi')).rejects.toThrow('no link');
	expect(m.cancel(), 'the page goes on as it is').toBe('Cancel');
	new Language({ documentElement: { lang: 'vi' } }, fetchTexts);
	expect(m.cancel()).toBe('Hủy');
});

const source = path.resolve(import.meta.dirname, '../../../app/src');
const files = globSync('**/*.svelte', { cwd: source }).filter((file) => !file.includes('paraglide'));

interface Node {
	readonly type: string;
	readonly [name: string]: unknown;
}
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

/** Words that a component looks up once, while it is made: they would stay in the former language. */
function fixed(file: string): string[] {
	const code = readFileSync(path.join(source, file), 'utf8');
	const root = parse(code, { modern: true, filename: file });
	const texts = new Set(['m']);
	const found: string[] = [];
	const visit = (value: unknown): void => {
		if (Array.isArray(value)) return value.forEach(visit);
		if (!isNode(value)) return;
		if (value.type === 'ImportDeclaration') return noteImport(value);
		if (/Function/.test(value.type)) return;
		if (value.type === 'CallExpression') {
			const callee = value['callee'] as Node;
			if (nameOf(callee) === '$derived') return;
			if (texts.has(nameOf(callee))) found.push(code.slice(Number(value['start']), Number(value['end'])));
			// What `map` and its kin are given runs at once.
			if (callee.type === 'MemberExpression')
				for (const each of value['arguments'] as Node[]) if (/Function/.test(each.type)) visit(each['body']);
		}
		for (const [key, child] of Object.entries(value)) if (key !== 'parent') visit(child);
	};
	const noteImport = (node: Node) => {
		const module = String((node['source'] as Node)['value']);
		if (!module.endsWith('.ts') || !textModules.has(resolve(file, module))) return;
		for (const each of node['specifiers'] as Node[]) {
			const name = String((each['local'] as Node)['name']);
			if (/^[a-z]/.test(name) && !/^(use|set)[A-Z]/.test(name)) texts.add(name);
		}
	};
	visit(root.module?.content.body);
	visit(root.instance?.content.body);
	return found;
}

/** `m` of `m.cancel`, `formatDay` of itself. */
function nameOf(callee: Node): string {
	if (callee.type === 'Identifier') return String(callee['name']);
	return callee.type === 'MemberExpression' ? nameOf(callee['object'] as Node) : '';
}

const resolve = (from: string, module: string) =>
	module.startsWith('#lib/') ? `lib/${module.slice(5)}` : path.join(path.dirname(from), module);

/** Our modules that look texts up themselves. */
const textModules = new Set(
	globSync('lib/**/*.ts', { cwd: source })
		.filter((file) => !file.includes('paraglide'))
		.filter((file) => /paraglide\/(messages|runtime)/.test(readFileSync(path.join(source, file), 'utf8'))),
);

describe('words are looked up while they are shown, so that they follow the language', () => {
	it.each(files)('%s', (file) => expect(fixed(file)).toEqual([]));
});
