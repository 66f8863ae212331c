import { defineConfig } from 'vitest/config';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts'],
		exclude: ['test/e2e/**'],
		environment: 'node',
		// Real workers, databases and a full fsync behind each acknowledgement, on as few as two cores.
		testTimeout: 30_000,
		hookTimeout: 30_000,
		// Without it what is waited for has one second, which a busy machine does not always keep.
		expect: { poll: { timeout: 10_000 } },
		maxWorkers: 2,
	},
});
