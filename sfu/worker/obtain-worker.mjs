import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access, chmod, constants, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = dirname(fileURLToPath(import.meta.url));
const script = join(here, 'build-worker.sh');
const execute = promisify(execFile);
/** With which the worker exits when it was not started by mediasoup (its main.cpp). */
const refusesToRunAlone = 41;

/**
 * @typedef {(program: string, args: readonly string[], log: string, env: NodeJS.ProcessEnv) => Promise<number>} Run
 *   runs a program to its end and gives its exit code; never rejects
 * @typedef {'given' | 'cached' | 'official prebuilt' | 'built here'} Origin
 */

/**
 * Finds, fetches or builds mediasoup-worker: see README.md for the order.
 * @param {object} options
 * @param {string} options.mediasoup the installed package's folder
 * @param {string} options.cache the folder that holds `<digest>/mediasoup-worker`
 * @param {string} options.node the Node (≥ 22.17) to run mediasoup's own scripts with
 * @param {Run} options.run
 * @param {NodeJS.ProcessEnv} options.env
 * @param {number} [options.answerWithin] of the place of the official binaries, in ms
 * @returns {Promise<{ path: string, origin: Origin } | undefined>} undefined: the build failed, its log says why
 */
export async function obtainWorker({ mediasoup, cache, node, run, env, answerWithin = 5_000 }) {
	const given = env['MEDIASOUP_WORKER_BIN'];
	if (given) return { path: given, origin: 'given' };

	const { name, version, base } = await prebuiltOf(mediasoup, node, env);
	const prebuilt = join(cache, `official-${createHash('sha256').update(name).digest('hex')}`, 'mediasoup-worker');
	if (await starts(prebuilt)) return { path: prebuilt, origin: 'cached' };
	const built = async () => join(cache, await digest(mediasoup), 'mediasoup-worker');
	let path = await built();
	if (await starts(path)) return { path, origin: 'cached' };

	if (await fetched(`${base}/${version}/${name}`, prebuilt, { cache, node, run, env, answerWithin })) {
		return { path: prebuilt, origin: 'official prebuilt' };
	}

	await mkdir(cache, { recursive: true });
	const work = await mkdtemp(join(cache, 'build-'));
	try {
		const output = join(work, 'mediasoup-worker');
		if ((await run(script, ['build', output, mediasoup], 'worker-build', env)) !== 0) return undefined;
		// Anew: the build may have installed libraries, whose versions are part of it.
		path = await built();
		await install(output, path);
		return { path, origin: 'built here' };
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

/**
 * What mediasoup calls the prebuilt binary for this machine, in its own words, and where it keeps them.
 * @param {string} mediasoup @param {string} node @param {NodeJS.ProcessEnv} env
 */
async function prebuiltOf(mediasoup, node, env) {
	const { version, repository } = JSON.parse(await readFile(join(mediasoup, 'package.json'), 'utf8'));
	const { stdout } = await execute(node, ['npm-scripts.mjs', 'worker:prebuild-name'], { cwd: mediasoup, env });
	const name = /workerPrebuildTarName:([\w.-]+\.tgz)/.exec(stdout)?.[1];
	if (!name) throw new Error(`mediasoup ${version} does not name its prebuilt worker any more: ${stdout.trim()}`);
	const home = String(repository.url)
		.replace(/^git\+/, '')
		.replace(/\.git$/, '');
	const base = env['MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL'] || `${home}/releases/download`;
	return { name, version: String(version), base };
}

/** @param {string} mediasoup */
async function digest(mediasoup) {
	return (await execute(script, ['digest', mediasoup])).stdout.trim();
}

/** @param {string} path */
async function starts(path) {
	try {
		await access(path, constants.X_OK);
		await execute(path, [], { env: {} });
		return false;
	} catch (error) {
		return /** @type {{ code?: unknown }} */ (error).code === refusesToRunAlone;
	}
}

/** @param {string} from @param {string} to */
async function install(from, to) {
	await mkdir(dirname(to), { recursive: true });
	await chmod(from, 0o755);
	await rename(from, to);
}

/**
 * @param {string} url @param {string} path where to put the worker
 * @param {{ cache: string, node: string, run: Run, env: NodeJS.ProcessEnv, answerWithin: number }} options
 * @returns {Promise<boolean>} false: it cannot be had, or does not start on this machine
 */
async function fetched(url, path, { cache, node, run, env, answerWithin }) {
	await mkdir(cache, { recursive: true });
	const work = await mkdtemp(join(cache, 'prebuilt-'));
	try {
		const archive = join(work, 'worker.tgz');
		const proxied = { ...env, NODE_USE_ENV_PROXY: '1' };
		const args = [join(here, 'fetch-prebuilt.mjs'), url, archive, String(answerWithin)];
		if ((await run(node, args, 'worker-prebuilt', proxied)) !== 0) return false;
		await execute('tar', ['-xzf', archive, '-C', work]);
		const worker = join(work, 'mediasoup-worker');
		await chmod(worker, 0o755);
		if (!(await starts(worker))) return false;
		await install(worker, path);
		return true;
	} catch {
		// Anything wrong with the archive: then it is built.
		return false;
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}
