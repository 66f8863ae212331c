/**
 * node setup/checks.mjs [--only NAME,…] [--bail]: everything that CI runs, cheapest first; a check that fails shows its
 * output at once. `--bail` stops at the first one that fails. Ends with one line, `N passed, N failed`: the tests of
 * vitest and Playwright together. The exit code is 0 only if every check passed and, where tests were asked for, some ran.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { program, projectEnvironment, root } from './paths.mjs';
import { run, step } from './progress.mjs';
import { playwrightCounts, vitestCounts } from './test-counts.mjs';

const reports = join(root, 'test-results');
const vitestReport = join(reports, 'vitest.json');
const playwrightReport = join(reports, 'playwright.json');

/**
 * @typedef {{ passed: number, failed: number }} Counts
 * @typedef {{ title: string, run: readonly [string, ...string[]], report?: string, count?: (json: string) => Counts }} Check
 */

/** @type {Record<string, Check>} */
const checks = {
	format: { title: 'Format (prettier)', run: ['prettier', '--check', '--log-level', 'warn', '.'] },
	types: { title: 'Types (tsc)', run: ['tsc', '--pretty', 'false'] },
	unused: { title: 'Unused code (knip)', run: ['knip', '--no-progress'] },
	lint: { title: 'Rules and borders (eslint)', run: ['eslint', '--max-warnings', '0', '.'] },
	svelte: {
		title: 'Pages (svelte-check)',
		run: [
			'svelte-check',
			'--workspace',
			'app',
			'--tsconfig',
			'../tsconfig.json',
			'--fail-on-warnings',
			'--output',
			'human',
		],
	},
	unit: {
		title: 'Unit and integration tests (vitest)',
		run: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitestReport}`],
		report: vitestReport,
		count: vitestCounts,
	},
	load: {
		title: 'Load tool (20 sites)',
		run: [
			'node',
			'--disable-warning=ExperimentalWarning',
			'test/load/main.ts',
			...['--sites', '20', '--seconds', '10'],
		],
	},
	cascade: {
		title: 'Cascade (a district, three communes)',
		run: [
			'node',
			'--disable-warning=ExperimentalWarning',
			'test/cascade/main.ts',
			...['--districts', '1', '--communes', '3', '--seconds', '3', '--scenario', 'watch,sniff,intrude,cut,kill'],
		],
	},
	e2e: {
		title: 'Browser stories (playwright)',
		run: ['playwright', 'test'],
		report: playwrightReport,
		count: playwrightCounts,
	},
};

const { values } = parseArgs({ options: { only: { type: 'string' }, bail: { type: 'boolean', default: false } } });
const names = values.only?.split(',') ?? Object.keys(checks);
const unknown = names.filter((name) => !(name in checks));
if (unknown.length > 0) {
	console.error(`No check "${unknown.join(', ')}". There are: ${Object.keys(checks).join(', ')}.`);
	process.exit(2);
}

/** @type {string[]} */
const failures = [];
/** @type {Counts} */
const total = { passed: 0, failed: 0 };
let counting = false;

/** @param {string} name @param {Check} check */
async function perform(name, check) {
	if (check.report) rmSync(check.report, { force: true });
	let output = '';
	let note = '';
	await step(
		check.title,
		async (report) => {
			const [tool, ...args] = check.run;
			const result = await run(program(tool), args, {
				log: `check-${name}`,
				report,
				env: { ...projectEnvironment, NO_COLOR: '1' },
			});
			output = result.output.trimEnd();
			let nothingRan = false;
			if (check.count) {
				counting = true;
				const counts =
					check.report && existsSync(check.report) ? check.count(readFileSync(check.report, 'utf8')) : undefined;
				total.passed += counts?.passed ?? 0;
				total.failed += counts?.failed ?? 0;
				nothingRan = !counts || counts.passed + counts.failed === 0;
				note = nothingRan ? 'no test ran' : `${counts?.passed} passed, ${counts?.failed} failed`;
				if (nothingRan) output += '\nNo test ran.';
			}
			if (result.code !== 0 || nothingRan) throw new Error(result.log);
		},
		{ mark: () => note },
	).catch((error) => {
		failures.push(check.title);
		console.log(
			`${output.replace(/^/gm, '      ')}\n      (${error instanceof Error ? error.message : String(error)})`,
		);
	});
}

for (const name of names) {
	const check = checks[name];
	if (!check || (values.bail && failures.length > 0)) continue;
	await perform(name, check);
}

console.log(failures.length === 0 ? '\nEvery check passed.' : `\nNot passed: ${failures.join('; ')}.`);
if (counting) console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = failures.length > 0 || (counting && total.passed + total.failed === 0) ? 1 : 0;
