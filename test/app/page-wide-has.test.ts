import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const sources = path.join(import.meta.dirname, '../../app/src');

/** A room's screen has a page of its own, in which little changes. */
const free = new Set(['routes/room/+page.svelte']);

/**
 * `html`, `body` or `:root` that depends on what stands in it, or anything that depends on whether it has any child at
 * all: whatever comes or goes anywhere, Chromium looks at the page's ancestors then, and styles every `div` anew (89
 * elements for one sign on the wall).
 */
const pageWide = /(?:^|[\s,(])(?:html|body|:root)[^\s,{]*:has\(|:has\([^)]*(?:>|\s|\()\s*\*/m;

test('no style of the live page depends on all that stands in it', () => {
	const found = globSync('**/*.{svelte,css}', { cwd: sources }).filter(
		(file) => !free.has(file) && pageWide.test(readFileSync(path.join(sources, file), 'utf8')),
	);
	expect(found).toEqual([]);
});

test.each([':root:has([data-scale])', 'body:has(.live) > div', '.notices:has(> :global(* > *))', '.a:has(> *)'])(
	'%s is found',
	(selector) => expect(pageWide.test(`\t${selector} {`)).toBe(true),
);
