import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ofAdministration, textFiles } from '../../../app/text-files.ts';

const app = join(import.meta.dirname, '../../../app');
const names = ofAdministration.flatMap((file) =>
	Object.keys(JSON.parse(readFileSync(join(app, 'messages/vi', file), 'utf8')) as object),
);

/** The names of what is left of two compiled texts, one of them the administration's. */
function namesIn(part: string): string[] {
	const { transform } = textFiles(join(app, 'messages/vi'));
	if (typeof transform !== 'object') throw new Error('it has no such hook');
	const code = ['grants_given', 'cancel']
		.map((name) => `/** x */\nexport const ${name} = () => { return 'a' };`)
		.join('\n');
	const handler = transform.handler as (code: string, id: string) => { code: string };
	return [...handler(code, `/lib/paraglide/messages/vi.js?${part}`).code.matchAll(/const (\w+)/g)].map(
		([, name = '']) => name,
	);
}

test('a language’s texts are cut into those of the administration and all others', () => {
	expect(names).toContain('grants_given');
	expect(namesIn('admin')).toEqual(['grants_given']);
	expect(namesIn('others')).toEqual(['cancel']);
});

test('no other page says a text that the administration’s pages alone fetch', () => {
	const others = globSync('src/**/*.{svelte,ts}', { cwd: app }).filter(
		(file) => !/paraglide|\/(admin|ops)\//.test(file),
	);
	expect(others.length).toBeGreaterThan(100);
	const said = others.flatMap((file) => {
		const words = new Set(readFileSync(join(app, file), 'utf8').match(/\w+/g));
		return names.filter((name) => name.includes('_') && words.has(name)).map((name) => `${file}: ${name}`);
	});
	expect(said).toEqual([]);
});
