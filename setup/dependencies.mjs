import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { nodeBinary, npmEnvironment, root } from './paths.mjs';
import { must, SetupError } from './progress.mjs';

/** SvelteKit, mediasoup, vitest and better-sqlite3 need it: on older ones the last even crashes. */
const leastNode = [22, 17];

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} Locked
 * @param {string} path
 * @returns {Record<string, Locked>}
 */
function packagesOf(path) {
	return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')).packages ?? {}) : {};
}

/** Is what package-lock.json names there? npm itself notes what it installed in node_modules/.package-lock.json. */
function installed() {
	const wanted = packagesOf(join(root, 'package-lock.json'));
	const found = packagesOf(join(root, 'node_modules', '.package-lock.json'));
	return Object.entries(wanted).every(([path, locked]) => {
		if (path === '') return true;
		const there = found[path];
		// Another platform's binaries are optional and rightly missing.
		if (!there) return locked.optional === true;
		return there.version === locked.version && there.integrity === locked.integrity;
	});
}

/** @param {(where: string) => void} report @returns {Promise<'present' | 'installed'>} */
export async function ensureDependencies(report) {
	if (!installed()) {
		await must('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=http'], {
			log: 'npm-ci',
			report,
			env: npmEnvironment,
			sentence: 'npm could not install the locked packages; `npm ping` shows whether its registry is reachable.',
		});
		return 'installed';
	}
	// Packages without their install steps: ours to make good, unless npm is told to ignore scripts.
	if (!existsSync(nodeBinary)) {
		await must('npm', ['rebuild', 'node'], {
			log: 'npm-rebuild-node',
			report,
			env: npmEnvironment,
			sentence: 'npm could not install Node; `npm ping` shows whether its registry is reachable.',
		});
	}
	return 'present';
}

/** @returns {Promise<string>} the version of the Node that everything after this runs on */
export async function requireNode() {
	const remedy =
		'The npm package `node` brings it, in its install step: if npm is told to ignore scripts (npm config get ' +
		'ignore-scripts), run `npm rebuild node --ignore-scripts=false` and start again.';
	if (!existsSync(nodeBinary)) throw new SetupError(`The right Node is not in node_modules. ${remedy}`);
	const { stdout } = await promisify(execFile)(nodeBinary, ['--version']);
	const version = stdout.trim();
	const [major = 0, minor = 0] = version.slice(1).split('.').map(Number);
	const [leastMajor = 0, leastMinor = 0] = leastNode;
	if (major < leastMajor || (major === leastMajor && minor < leastMinor)) {
		throw new SetupError(`Node ${leastNode.join('.')} or later is needed, node_modules has ${version}. ${remedy}`);
	}
	return version;
}
