import { globSync } from 'node:fs';
import { join } from 'node:path';

interface ModuleGraph {
	getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null;
}

interface ChunkGroup {
	/** of the file that a module goes into; null: the bundler decides */
	name(id: string, graph: ModuleGraph): string | null;
	priority: number;
}

type Has = (id: string, graph: ModuleGraph) => boolean;

/**
 * How the browser's code is cut, beside what is imported when it is needed (`import()`): `shell` is what every page stands
 * in; `common` what the meeting's page shares with pages that are no part of a meeting; `meeting` the rest of it; `office`
 * what at least two of the pages share on which meetings are prepared and the system is administered. Else each icon and
 * each button would be a request of its own, or one page would fetch another's forms.
 *
 * Nothing of a file needs what comes after it: files never wait for each other in a circle. `routes` is the pages' folder.
 */
export function pageChunks(routes: string): ChunkGroup[] {
	const all = globSync('**/+{page,layout,error}.svelte', { cwd: routes }).map((path) => ({
		path,
		has: reachOf(join(routes, path)),
	}));
	const shell = all.filter(({ path }) => /^\+(layout|error)/.test(path));
	const live = all.filter(({ path }) => path.endsWith('/live/+page.svelte'));
	const others = all.filter(({ path }) => !/^\+(layout|error)|^(room|offline)\/|\/(live|device-check)\//.test(path));
	const office = others.filter(({ path }) => /^(admin|ops|meetings)\//.test(path));
	const cuts: readonly (readonly [name: string, has: Has])[] = [
		// Kit's entry puts the page's own values (its version among them) where the rest looks for them when it is read first:
		// nothing else may be in the file that the entry needs for that.
		['first', (id) => /\/runtime\/client\/payload\.js$|vite\/preload-helper/.test(id)],
		['shell', (id, graph) => shell.some(({ has }) => has(id, graph))],
		['common', (id, graph) => live.some(({ has }) => has(id, graph)) && others.some(({ has }) => has(id, graph))],
		['meeting', (id, graph) => live.some(({ has }) => has(id, graph))],
		['office', (id, graph) => office.filter(({ has }) => has(id, graph)).length > 1],
	];
	return cuts.map(([name, has], place) => ({
		name: (id, graph) => (has(id, graph) ? name : null),
		// What comes first takes its modules first.
		priority: cuts.length - place,
	}));
}

function reachOf(page: string): Has {
	let reached: ReadonlySet<string> | undefined;
	return (id, graph) => (reached ??= reach(page, graph)).has(id);
}

/** Everything that is there before the page runs, itself included. */
function reach(page: string, graph: ModuleGraph): ReadonlySet<string> {
	const found = new Set([page]);
	// What is added while it runs is visited, too.
	for (const id of found) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
	return found;
}
