import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, join } from 'node:path';
import { root } from './paths.mjs';

/** Where each long step leaves its full output; git ignores `*.log`. */
const logDirectory = join(root, 'setup', 'logs');
/** Without a terminal (CI) a line every so often shows that a long step is alive. */
const quietInterval = 15_000;
const terminal = process.stdout.isTTY;
/** @type {NodeJS.Signals[]} */
const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** What went wrong with the machine or the input, said in one sentence; shown without a stack. */
export class SetupError extends Error {}

/** @param {number} since milliseconds, of performance.now() */
const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** @param {string} text the last line of a program's output, cut to what a terminal's line holds */
const short = (text) =>
	text
		.replace(/\p{Cc}/gu, ' ')
		.trim()
		.slice(0, Math.max(20, (process.stdout.columns ?? 100) - 45));

/**
 * Runs one step of the set-up and shows it on one line with the time it took. `work` may report where it is.
 * @template T
 * @param {string} title
 * @param {(report: (where: string) => void) => Promise<T>} work
 * @param {{ mark?: (result: T) => string }} [options] `mark`: what the step found, shown at the line's end
 * @returns {Promise<T>}
 */
export async function step(title, work, { mark = () => '' } = {}) {
	const began = performance.now();
	let where = '';
	const show = () => {
		const line = `  … ${title} (${seconds(began)}) ${short(where)}`;
		process.stdout.write(terminal ? `\r\u001b[K${line}` : `${line}\n`);
	};
	const timer = setInterval(show, terminal ? 500 : quietInterval);
	/** @param {string} sign @param {string} [note] */
	const end = (sign, note = '') => {
		clearInterval(timer);
		process.stdout.write(
			`${terminal ? '\r\u001b[K' : ''}  ${sign} ${title} (${seconds(began)})${note && ` — ${note}`}\n`,
		);
	};
	try {
		const result = await work((now) => (where = now));
		end('✔', mark(result));
		return result;
	} catch (error) {
		end('✘');
		throw error;
	}
}

/**
 * Runs a program to its end, its whole output going to `setup/logs/NAME.log`.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ log: string, report?: (where: string) => void, env?: NodeJS.ProcessEnv, cwd?: string }} options
 * @returns {Promise<{ code: number, log: string, output: string }>} never rejects for an exit code; `code` 127: not found
 */
export async function run(program, args, { log, report, env = process.env, cwd = root }) {
	mkdirSync(logDirectory, { recursive: true });
	const path = join(logDirectory, `${log}.log`);
	const file = createWriteStream(path);
	const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
	/** Who ends the set-up ends what it is doing, too. @param {NodeJS.Signals} signal */
	const end = (signal) => {
		child.kill(signal);
		process.exit(128 + constants.signals[signal]);
	};
	for (const signal of endings) process.on(signal, end);
	/** @param {Buffer} chunk */
	const take = (chunk) => {
		file.write(chunk);
		const last = chunk.toString().trimEnd().split('\n').at(-1)?.trim();
		if (last) report?.(last);
	};
	child.stdout.on('data', take);
	child.stderr.on('data', take);
	const code = await new Promise((resolve) => {
		child.on('error', (error) => {
			file.write(`${basename(program)}: ${error.message}\n`);
			resolve(127);
		});
		child.on('close', (status, signal) => resolve(status ?? (signal ? 128 : 1)));
	});
	for (const signal of endings) process.off(signal, end);
	await new Promise((resolve) => file.end(resolve));
	return { code, log: path, output: readFileSync(path, 'utf8') };
}

/**
 * Like `run`, but a program that fails ends the step with `sentence` and the log's place.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Parameters<typeof run>[2] & { sentence: string }} options
 */
export async function must(program, args, { sentence, ...options }) {
	const result = await run(program, args, options);
	if (result.code === 0) return result;
	const lines = result.output.trimEnd().split('\n');
	const errors = lines.filter((line) => /\berror\b/i.test(line)).slice(0, 8);
	const shown = (errors.length > 0 ? errors : lines.slice(-12)).join('\n      ');
	throw new SetupError(`${sentence}\n      ${shown}\n    The whole output: ${result.log}`);
}
