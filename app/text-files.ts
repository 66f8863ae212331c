import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst, type Plugin } from 'vite';

/**
 * Files of texts that a part of the product alone uses: the pages below /admin and /ops, marking papers, and all pages but those
 * of a meeting.
 */
export const ownTexts = {
	admin: ['admin.json', 'ops.json', 'rights.json'],
	marks: ['marks.json'],
	pages: ['pages.json'],
} as const;

/**
 * Cuts a language's compiled texts: `vi.js?admin` has those of administration and operations, `vi.js?marks` those of marking,
 * `vi.js?pages` those of pages outside a meeting, `vi.js?others` all others. So that whoever enters a meeting does not fetch them. `messages`: the folder of the texts as they are
 * written.
 */
export function textFiles(messages: string): Plugin {
	const parts = new Map(
		Object.entries(ownTexts).flatMap(([part, files]) =>
			files.flatMap((file) =>
				Object.keys(JSON.parse(readFileSync(join(messages, file), 'utf8')) as object).map((name) => [name, part]),
			),
		) as [string, string][],
	);
	return {
		name: 'text-files',
		transform: {
			filter: { id: /\/paraglide\/messages\/\w+\.js\?(admin|marks|pages|others)$/ },
			handler(code, id) {
				const texts = parseAst(code).body.flatMap((node) => {
					const { declaration } = node.type === 'ExportNamedDeclaration' ? node : { declaration: null };
					if (declaration?.type !== 'VariableDeclaration') throw new Error('a text is compiled otherwise than it was');
					const [text] = declaration.declarations;
					return text?.id.type === 'Identifier' ? [{ name: text.id.name, code: code.slice(node.start, node.end) }] : [];
				});
				const wanted = texts.filter(({ name }) => id.endsWith(`?${parts.get(name) ?? 'others'}`));
				return { code: wanted.map((text) => text.code).join('\n'), map: null };
			},
		},
	};
}
