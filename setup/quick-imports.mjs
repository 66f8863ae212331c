import * as module from 'node:module';

const relative = /^\.\.?\//;
const drizzle = /^drizzle-orm(?:$|\/)/;
const insideDrizzle = /\/node_modules\/drizzle-orm\//;

/** Under another Node, which an npm script may start, nothing is done: it finds everything, only later. */
if ('registerHooks' in module) {
	/** @type {Map<string, import('node:module').ResolveFnOutput>} */
	const found = new Map();
	// For each import in a package or of one, Node copies the package's whole package.json anew (nodejs/node#58126). Drizzle's weighs
	// 179 kB, so that a second went by before the database could be opened, in each process and thread: its files are found by their
	// names here, and the package itself once for all.
	module.registerHooks({
		resolve(specifier, context, next) {
			const { parentURL } = context;
			if (parentURL && relative.test(specifier) && insideDrizzle.test(parentURL))
				return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true };
			if (!drizzle.test(specifier)) return next(specifier, context);
			const known = found.get(specifier) ?? { ...next(specifier, context), shortCircuit: true };
			found.set(specifier, known);
			return known;
		},
	});
}
