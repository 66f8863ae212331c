import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownTexts, textFiles } from '../../../app/text-files.ts';

const app = join(import.meta.dirname, '../../../app');
const namesOf = (part: keyof typeof ownTexts) =>
	ownTexts[part].flatMap((file) =>
		Object.keys(JSON.parse(readFileSync(join(app, 'messages/vi', file), 'utf8')) as object),
	);

/** The names of what is left of three compiled texts, one of them the administration's, one of marking. */
function namesIn(part: string): string[] {
	const { transform } = textFiles(join(app, 'messages/vi'));
	if (typeof transform !== 'object') throw new Error('it has no such hook');
	const code = ['grants_given', 'marks_pen', 'cancel']
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
	expect(namesIn('others')).toEqual(['cancel']);
});

test.each([
	['admin', /paraglide|\/(admin|ops)\//],
	['marks', /paraglide|\/marks\//],
] as const)('no other page says a text that those of %s alone fetch', (part, own) => {
	const names = namesOf(part);
	const others = globSync('src/**/*.{svelte,ts}', { cwd: app }).filter((file) => !own.test(file));
	expect(others.length).toBeGreaterThan(100);
	const said = others.flatMap((file) => {
		const words = new Set(readFileSync(join(app, file), 'utf8').match(/\w+/g));
		return names.filter((name) => name.includes('_') && words.has(name)).map((name) => `${file}: ${name}`);
	});
	expect(said).toEqual([]);
});
