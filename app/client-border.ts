import { relative, sep } from 'node:path';
import type { Plugin } from 'vite';

/** The server's folders, from the top folder. Kit's own guard ends at its Vite root, app/src. */
const serverSide = /^(db|app\/live|sfu)\//;
/** What the server and the browser say to each other is theirs alike. */
const shared = /^sfu\/link\/contract[^/]*\.ts$/;

/**
 * Fails when the browser's bundle reaches a file of the server (`db/`, `app/live/`, `sfu/` but its contract), and says
 * by which import. Imports of types are gone by then and never count.
 * @param top absolute path of the repository's top folder
 */
export function clientBorder(top: string): Plugin {
	/** Module → the first module that imported it. */
	const importers = new Map<string, string>();
	const name = (id: string): string => relative(top, id.replace(/\?.*$/, '')).split(sep).join('/');

	return {
		name: 'client-border',
		// Before Kit's resolver, so as to see each import as it is written.
		enforce: 'pre',
		applyToEnvironment: (environment) => environment.config.consumer === 'client',
		async resolveId(source, importer, options) {
			if (!importer) return null;
			const resolved = await this.resolve(source, importer, { ...options, skipSelf: true });
			if (resolved && !importers.has(resolved.id)) importers.set(resolved.id, importer);
			return resolved;
		},
		transform(_code, id) {
			const reached = name(id);
			if (!serverSide.test(reached) || shared.test(reached)) return null;
			const chain = [reached];
			for (let at = importers.get(id); at && chain.length < 20; at = importers.get(at)) {
				chain.unshift(name(at));
				if (importers.get(at) === at) break;
			}
			return this.error(
				`Server code would reach browsers: ${chain.join(' → ')}. Load it in a server-only file ` +
					'(+page.server.ts, +server.ts, *.server.ts), ask for it through app/contract, or import only its types.',
			);
		},
	};
}
