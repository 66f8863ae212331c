import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst, type Plugin } from 'vite';

/** The files of texts that the pages below /admin and /ops alone use. */
export const ofAdministration = ['admin.json', 'ops.json', 'rights.json'];

/**
 * Cuts a language's compiled texts in two: `vi.js?admin` has those of administration and operations, `vi.js?others` all
 * others. So that whoever enters a meeting does not fetch them. `messages`: the folder of the texts as they are written.
 */
export function textFiles(messages: string): Plugin {
	const names = new Set(
		ofAdministration.flatMap((file) => Object.keys(JSON.parse(readFileSync(join(messages, file), 'utf8')) as object)),
	);
	return {
		name: 'text-files',
		transform: {
			filter: { id: /\/paraglide\/messages\/\w+\.js\?(admin|others)$/ },
			handler(code, id) {
				const texts = parseAst(code).body.flatMap((node) => {
					const { declaration } = node.type === 'ExportNamedDeclaration' ? node : { declaration: null };
					if (declaration?.type !== 'VariableDeclaration') throw new Error('a text is compiled otherwise than it was');
					const [text] = declaration.declarations;
					return text?.id.type === 'Identifier' ? [{ name: text.id.name, code: code.slice(node.start, node.end) }] : [];
				});
				const wanted = texts.filter(({ name }) => names.has(name) === id.endsWith('?admin'));
				return { code: wanted.map((text) => text.code).join('\n'), map: null };
			},
		},
	};
}
