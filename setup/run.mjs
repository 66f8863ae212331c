/**
 * node setup/run.mjs TASK [ARGUMENTS]: what npm's scripts call. Makes a bare machine ready (packages, Node, media
 * worker, pages, and for tests Chromium and LibreOffice), then runs the task on the project's own Node. It runs
 * itself on any Node ≥ 20 with nothing installed: plain JavaScript, no imports but Node's.
 */
import { join } from 'node:path';
import { obtainWorker } from '../sfu/worker/obtain-worker.mjs';
import { ensureBuild } from './build.mjs';
import { ensurePrograms } from './debian-packages.mjs';
import { ensureDependencies, requireNode } from './dependencies.mjs';
import { launch } from './launch.mjs';
import { cacheDirectory, nodeBinary, projectEnvironment, root } from './paths.mjs';
import { run, SetupError, step } from './progress.mjs';
import { debianPrograms, tasks } from './tasks.mjs';

const [name = '', ...rest] = process.argv.slice(2);

async function worker() {
	const found = await step(
		'Media worker',
		(report) =>
			obtainWorker({
				mediasoup: join(root, 'node_modules', 'mediasoup'),
				cache: join(cacheDirectory, 'mediasoup-worker'),
				node: nodeBinary,
				env: projectEnvironment,
				run: async (program, args, log, env) => {
					report(log === 'worker-build' ? 'building, about four minutes' : 'asking for the official binary');
					return (await run(program, args, { log, report, env })).code;
				},
			}).then((result) => {
				if (result) return result;
				throw new SetupError(
					'mediasoup-worker could neither be downloaded nor built; setup/logs/worker-build.log says why in its last ' +
						'lines. A binary from elsewhere can be named in MEDIASOUP_WORKER_BIN.',
				);
			}),
		{ mark: ({ origin }) => origin },
	);
	return found.path;
}

/** @param {unknown} error */
function doWithout(error) {
	if (error instanceof SetupError) return `not all there. ${error.message}`;
	throw error;
}

async function main() {
	const task = tasks[name];
	if (!task) {
		throw new SetupError(`No task "${name}". There are: ${Object.keys(tasks).join(', ')}.`);
	}
	/** @type {NodeJS.ProcessEnv} */
	const env = { ...projectEnvironment };
	/** @param {string} found */
	const mark = (found) => found;
	await step('Packages', ensureDependencies, { mark });
	await step('Node', requireNode, { mark });
	if (task.needs.includes('worker')) env['MEDIASOUP_WORKER_BIN'] = await worker();
	for (const need of /** @type {const} */ (['chromium', 'networks', 'papers', 'testing'])) {
		if (!task.needs.includes(need)) continue;
		// The server goes on without them, and says what it refuses then; tests must not pass by leaving it out.
		const otherwise = need === 'papers' && name !== 'test' ? doWithout : undefined;
		for (const { title, programs, why } of debianPrograms[need])
			await step(title, (report) => ensurePrograms(programs, why, report).catch(otherwise), { mark });
	}
	if (task.needs.includes('pages')) await step('Pages', ensureBuild, { mark });
	return launch([...task.run, ...rest], { ...env, ...task.env });
}

main().then(
	(code) => process.exit(code),
	(error) => {
		console.error(error instanceof SetupError ? `\n  ${error.message}\n` : error);
		process.exit(1);
	},
);
