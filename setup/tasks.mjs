/**
 * @typedef {'worker' | 'programs' | 'pages'} Need
 * @typedef {{ run: readonly string[], needs: readonly Need[], env?: Record<string, string> }} Task
 *   `run`: Node's arguments, from the top folder; what follows `--` on npm's line is added
 */

/** What npm's scripts name. @type {Record<string, Task>} */
export const tasks = {
	start: { run: ['app/server.ts', '--demo'], needs: ['worker', 'pages'] },
	serve: { run: ['app/server.ts'], needs: ['worker', 'pages'], env: { NODE_ENV: 'production' } },
	'media-node': { run: ['sfu/main.ts'], needs: ['worker'] },
	test: { run: ['setup/checks.mjs'], needs: ['worker', 'programs', 'pages'] },
	load: { run: ['--disable-warning=ExperimentalWarning', 'test/load/main.ts'], needs: ['worker', 'pages'] },
	bench: { run: ['test/bench/main.ts'], needs: ['worker'] },
	import: { run: ['db/org/import.ts'], needs: [] },
	'verify-journal': { run: ['app/verify-journal.ts'], needs: [] },
};
