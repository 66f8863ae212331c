import type { Logger } from 'pino';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { Limits, Sandbox } from './sandbox.ts';

const folder = path.join(import.meta.dirname, '../..');
const library = path.dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
const ours = [library, import.meta.dirname, path.join(folder, 'db/fold.ts'), path.join(folder, 'package.json')];

interface OwnProgram<Answer> {
	/** of this folder: it reads a file, and says what it finds, line by line in JSON */
	readonly name: string;
	/** path of the file, then what else it is told */
	readonly told: readonly [string, ...string[]];
	readonly says: v.GenericSchema<unknown, Answer>;
	/** with the MB of its memory that JavaScript may have */
	readonly limits: Limits & { readonly heap: number };
	readonly log: Pick<Logger, 'warn'>;
}

/**
 * What one of our programs says of a file, until its listener has heard enough. If it goes on to the end, the program broke first.
 * @throws DataError `closing`; SyntaxError, ValiError: another program than ours answers; Error: it could not be started
 */
export async function* listen<Answer>(sandbox: Sandbox, program: OwnProgram<Answer>): AsyncGenerator<Answer> {
	const { name, told, says, limits, log } = program;
	const [file] = told;
	const flags = ['--permission', ...[file, ...ours].map((each) => `--allow-fs-read=${each}`)];
	flags.push(`--max-old-space-size=${limits.heap}`, '--disable-warning=ExperimentalWarning');
	const { output, ended, kill } = sandbox.start({
		command: [process.execPath, ...flags, path.join(import.meta.dirname, name), ...told],
		reads: Object.fromEntries([process.execPath, file, ...ours].map((each) => [each, each])),
		limits,
		guarded: true,
	});
	try {
		for await (const line of createInterface(output)) yield v.parse(says, JSON.parse(line));
		const exit = await ended;
		// That it could not be started says nothing of the paper; nor does its end where all ends.
		sandbox.requireOpen();
		if (exit instanceof Error) throw exit;
		log.warn({ name, file, exit }, 'what looks into a paper broke');
	} finally {
		kill();
	}
}
