import { expect, it } from 'vitest';
import { playwrightCounts, vitestCounts } from '../../setup/test-counts.mjs';

it('counts what vitest reports, a file that does not load as one failure', () => {
	const report = {
		numPassedTests: 7,
		numFailedTests: 1,
		testResults: [
			{ status: 'passed', assertionResults: [{}] },
			{ status: 'failed', assertionResults: [{}] },
			{ status: 'failed', assertionResults: [] },
		],
	};
	expect(vitestCounts(JSON.stringify(report))).toEqual({ passed: 7, failed: 2 });
});

it('counts what Playwright reports, an error outside of a story as one failure', () => {
	const report = { stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 2 }, errors: [{ message: 'no such file' }] };
	expect(playwrightCounts(JSON.stringify(report))).toEqual({ passed: 3, failed: 2 });
});
