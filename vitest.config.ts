import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const files = globSync('test/**/*.test.ts', { exclude: ['test/e2e/**'] });

/**
 * Who puts something else in the place of a module, or begins the page's own program, needs all modules to themselves; the others
 * share a process, and what it has loaded.
 */
const needsOwn = (file: string) =>
	/\bvi\.(?:mock|doMock|resetModules)\(|hooks\.client/.test(readFileSync(file, 'utf8'));
const { own = [], shared = [] } = Object.groupBy(files, (file) => (needsOwn(file) ? 'own' : 'shared'));

export default defineConfig({
	test: {
		environment: 'node',
		// Real workers, databases and a full fsync behind each acknowledgement, on as few as two cores.
		testTimeout: 30_000,
		hookTimeout: 30_000,
		// Without it what is waited for has one second, which a busy machine does not always keep.
		expect: { poll: { timeout: 10_000 } },
		maxWorkers: 2,
		projects: [
			{ extends: true, test: { name: 'shared', include: shared, isolate: false } },
			{ extends: true, test: { name: 'own', include: own } },
		],
	},
});
