import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, type AST } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const source = path.resolve(import.meta.dirname, '../../../app/src');
const files = globSync('**/*.svelte', { cwd: source });

/** Attributes that people read or hear. */
const spoken = new Set(['label', 'aria-label', 'title', 'alt', 'placeholder', 'hint']);
const hasLetters = (text: string) => /\p{L}{2,}/u.test(text);

/** Text in the markup that is not looked up from the messages. */
function literals(root: AST.Root): string[] {
	const found: string[] = [];
	const visit = (node: unknown): void => {
		if (Array.isArray(node)) return node.forEach(visit);
		if (typeof node !== 'object' || node === null || !('type' in node)) return;
		if (node.type === 'Text' && 'data' in node && hasLetters(String(node.data))) found.push(String(node.data).trim());
		if (node.type === 'StyleDirective') return;
		if (node.type === 'Attribute') {
			const { name, value } = node as AST.Attribute;
			// Other attributes are for machines: classes, ids, types.
			if (spoken.has(name)) visit(value);
			return;
		}
		for (const [key, child] of Object.entries(node)) if (key !== 'parent') visit(child);
	};
	visit(root.fragment);
	return found;
}

describe('markup', () => {
	it.each(files)('%s has no text of its own', (file) => {
		const root = parse(readFileSync(path.join(source, file), 'utf8'), { modern: true, filename: file });
		expect(literals(root)).toEqual([]);
	});
});
