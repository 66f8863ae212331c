import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { expect, test } from 'vitest';

const sources = path.join(import.meta.dirname, '../../app/src');

type Rules = readonly { readonly selector: string; readonly display: string | undefined }[];

/** What the rules of one block say of `display`, and those of the blocks within it, each by itself. */
function blocksOf(nodes: readonly unknown[], source: string): Rules[] {
	const styles = nodes as readonly (AST.CSS.Rule | AST.CSS.Atrule)[];
	const rules = styles.flatMap((rule) => {
		if (rule.type !== 'Rule') return [];
		const said = rule.block.children.filter((each) => each.type === 'Declaration');
		const display = said.find(({ property }) => property === 'display')?.value;
		return [{ selector: source.slice(rule.prelude.start, rule.prelude.end), display }];
	});
	const within = styles.flatMap((rule) => (rule.type === 'Atrule' && rule.block ? [rule.block.children] : []));
	return [rules, ...within.flatMap((children) => blocksOf(children, source))];
}

const has = (rules: Rules | undefined, selector: string, display: string) =>
	rules?.some((rule) => rule.selector === selector && rule.display === display) ?? false;

/** Line breaks that a block of styles takes away, without a sign in their place that this block shows, and no other. */
function unparted(source: string): string[] {
	const [always, ...blocks] = blocksOf(parse(source, { modern: true }).css?.children ?? [], source);
	const breaks = [...source.matchAll(/<br \/>(?:<span class="([\w-]+)">[^<]*\S[^<]*<\/span>)?.*/g)];
	return blocks
		.filter((block) => has(block, 'br', 'none'))
		.flatMap((block) =>
			breaks
				.filter(([, sign]) => !sign || !has(always, `.${sign}`, 'none') || !has(block, `.${sign}`, 'inline'))
				.map(([text]) => text),
		);
}

test('where there is no room for two lines, what stood in them is parted by a sign', () => {
	const read = (file: string) => readFileSync(path.join(sources, file), 'utf8');
	const files = globSync('**/*.svelte', { cwd: sources }).filter((file) => /<br \/>/.test(read(file)));
	expect(files).toContain('lib/meeting/lifecycle/PauseScreen.svelte');
	expect(files.flatMap((file) => unparted(read(file)))).toEqual([]);
});

test.each([
	['has no sign', '<p>a<br />b</p>', '', ''],
	['has one that is never shown', '<p>a<br /><span class="dot"> · </span>b</p>', '.dot { display: none }', ''],
	['has one in two lines, too', '<p>a<br /><span class="dot"> · </span>b</p>', '', '.dot { display: inline }'],
	['has an empty one', '<p>a<br /><span class="dot"> </span>b</p>', '.dot{display:none}', '.dot{display:inline}'],
])('a break that is taken away and %s is found', (_what, html, always, narrow) => {
	const style = `${always} @container (inline-size < 9rem) { br { display: none } ${narrow} }`;
	expect(unparted(`${html}<style>${style}</style>`)).toHaveLength(1);
});
