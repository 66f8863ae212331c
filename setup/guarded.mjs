/**
 * What the outside can call says whose right it is: an ESLint rule for the server files of routes. What makes such a handler
 * comes from the modules that ask for a right, and a page's actions are a table of such handlers by their type.
 */

const guards = /^#lib\/(server\/(guard|act)|ops\/access\.server)\.ts$/;
const maker = /^(guarded|\w+(Load|Action))$/;
/** What Kit reads of a page, and nobody calls. */
const options = new Set(['ssr', 'csr', 'prerender', 'trailingSlash', 'config', 'entries']);

const advice =
	'guarded, accountLoad, meetingLoad, accountAction, meetingAction … (lib/server/guard.ts, act.ts) take a right from the table in app/meeting/rights.ts';

/** @type {import('eslint').Rule.RuleModule} */
export const guardedRule = {
	meta: { type: 'problem', schema: [], docs: { description: 'Every route declares whose right it is' } },
	create(context) {
		/** what this file has from the guards, by its name here */
		const makers = new Set();
		let actionsType = '';

		/** @param {any} node */
		const isMade = (node) => node?.type === 'CallExpression' && makers.has(node.callee.name);
		/** @param {any} node */
		const areMade = (node) =>
			node?.type === 'TSSatisfiesExpression' &&
			actionsType !== '' &&
			node.typeAnnotation.typeName?.name === actionsType;

		/** @param {any} node @param {string} name @param {any} value */
		function check(node, name, value) {
			if (options.has(name)) return;
			if (name === 'actions') {
				if (!areMade(value))
					context.report({ node, message: `Actions are declared as \`satisfies GuardedActions\`: ${advice}.` });
			} else if (!isMade(value)) context.report({ node, message: `${name} says nobody's right: ${advice}.` });
		}

		return {
			/** @param {any} node */
			ImportDeclaration(node) {
				if (!guards.test(node.source.value)) return;
				for (const { imported, local } of node.specifiers) {
					if (imported?.name === 'GuardedActions') actionsType = local.name;
					else if (maker.test(imported?.name ?? '')) makers.add(local.name);
				}
			},
			/** @param {any} node */
			ExportNamedDeclaration(node) {
				const { declaration, specifiers, exportKind } = node;
				if (exportKind === 'type' || declaration?.type.startsWith('TS')) return;
				for (const { exported } of specifiers) check(node, exported.name, undefined);
				if (declaration?.type === 'VariableDeclaration' && declaration.kind !== 'const')
					context.report({ node, message: `What may be given another value says nobody's right: ${advice}.` });
				else if (declaration?.type === 'VariableDeclaration')
					for (const { id, init } of declaration.declarations) check(id, id.name ?? 'This', init);
				else if (declaration) check(declaration, declaration.id?.name ?? 'This', undefined);
			},
			/** @param {any} node */
			ExportAllDeclaration(node) {
				if (node.exportKind !== 'type') check(node, 'Another file', undefined);
			},
		};
	},
};
