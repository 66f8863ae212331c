import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { imports } from '../../../package.json' with { type: 'json' };
import { ownTexts, textFiles } from '../../../app/text-files.ts';

const app = join(import.meta.dirname, '../../../app');
const namesOf = (part: keyof typeof ownTexts) =>
	ownTexts[part].flatMap((file) =>
		Object.keys(JSON.parse(readFileSync(join(app, 'messages/vi', file), 'utf8')) as object),
	);

/** The names of what is left of four compiled texts, one each of the administration, of marking, and of pages outside a meeting. */
function namesIn(part: string): string[] {
	const { transform } = textFiles(join(app, 'messages/vi'));
	if (typeof transform !== 'object') throw new Error('it has no such hook');
	const code = ['grants_given', 'marks_pen', 'paper_recall', 'cancel']
		.map((name) => `/** x */\nexport const ${name} = () => { return 'a' };`)
		.join('\n');
	const handler = transform.handler as (code: string, id: string) => { code: string };
	return [...handler(code, `/lib/paraglide/messages/vi.js?${part}`).code.matchAll(/const (\w+)/g)].map(
		([, name = '']) => name,
	);
}

test('a language’s texts are cut into those of the administration and all others', () => {
	expect(namesOf('admin')).toContain('grants_given');
	expect(namesIn('admin')).toEqual(['grants_given']);
	expect(namesIn('marks')).toEqual(['marks_pen']);
	expect(namesIn('pages')).toEqual(['paper_recall']);
	expect(namesIn('others')).toEqual(['cancel']);
});

test.each([
	['admin', /paraglide|\/(admin|ops)\//],
	['marks', /paraglide|\/marks\//],
] as const)('no other page says a text that those of %s alone fetch', (part, own) => {
	const names = namesOf(part);
	const others = globSync('src/**/*.{svelte,ts}', { cwd: app }).filter((file) => !own.test(file));
	expect(others.length).toBeGreaterThan(100);
	expect(others.flatMap((file) => saidIn(join(app, file), names))).toEqual([]);
});

function saidIn(file: string, names: readonly string[]): string[] {
	const words = new Set(readFileSync(file, 'utf8').match(/\w+/g));
	return names.filter((name) => name.includes('_') && words.has(name)).map((name) => `${file}: ${name}`);
}

test('a meeting, a room’s screen and the frame of every page say nothing that those of the other pages alone fetch', () => {
	const begin = ['meetings/[id]/live/+page.svelte', 'room/+page.svelte', '+layout.svelte', '+error.svelte'];
	const files = reached(begin.map((page) => join(app, 'src/routes', page)));
	expect(
		files.some((file) => file.endsWith('PaperReader.svelte')),
		'what is fetched later, too',
	).toBe(true);
	const names = namesOf('pages');
	expect(names.length).toBeGreaterThan(200);
	expect(files.flatMap((file) => saidIn(file, names))).toEqual([]);
});

/** Sources that these import, at once or later, and those in turn. */
function reached(begin: readonly string[]): readonly string[] {
	const found = new Set(begin);
	// What is added while it runs is visited, too.
	for (const file of found) {
		for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) {
			const source = name.startsWith('.') ? join(dirname(file), name) : sourceOf(name);
			if (source && !source.includes('/paraglide/') && existsSync(source)) found.add(source);
		}
	}
	return [...found];
}

function sourceOf(name: string): string | undefined {
	const [, folder, rest] = /^#(\w+)\/(.*)/.exec(name) ?? [];
	const from = (imports as Readonly<Record<string, unknown>>)[`#${folder}/*`];
	return typeof from === 'string' ? join(app, '..', from.replace('*', rest ?? '')) : undefined;
}
