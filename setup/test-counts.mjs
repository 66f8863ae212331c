/**
 * What the reports of vitest (`--reporter=json`) and Playwright (`json`) say in numbers. A file that could not even be
 * loaded counts as one failed test: else a broken import would read as "0 failed".
 * @typedef {{ passed: number, failed: number }} Counts
 */

/** @param {string} json @returns {Counts} */
export function vitestCounts(json) {
	const report = JSON.parse(json);
	/** @type {{ status: string, assertionResults: unknown[] }[]} */
	const files = report.testResults;
	const broken = files.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
	return { passed: report.numPassedTests, failed: report.numFailedTests + broken };
}

/** @param {string} json @returns {Counts} */
export function playwrightCounts(json) {
	const { stats, errors } = JSON.parse(json);
	return { passed: stats.expected + stats.flaky, failed: stats.unexpected + errors.length };
}
