import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { nodeBinary, root } from './paths.mjs';

/**
 * Runs a program of ours in the foreground and ends as it ends: signals are passed on, the exit code is taken over.
 * It leads a process group of its own, so that Ctrl-C reaches it once, from here, and not a second time from the terminal.
 * @param {readonly string[]} args Node's arguments: the file and what it is given
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} the exit code; 128 + the signal's number for one ended by a signal
 */
export function launch(args, env) {
	const child = spawn(nodeBinary, args, { cwd: root, env, stdio: 'inherit', detached: true });
	/** @type {NodeJS.Signals[]} */
	const passed = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
	for (const signal of passed) process.on(signal, () => child.kill(signal));
	return new Promise((resolve, reject) => {
		child.on('error', reject);
		child.on('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
	});
}
