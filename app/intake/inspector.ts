import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DataError } from '#db/data-error.ts';
import type { PageText, PaperContents } from '#db/documents/paper-contents.ts';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { mostText, unreadable, type Said, type Unreadable } from './inspection.ts';

/** What one inspection may take: MB of memory, of these of JavaScript's heap, seconds of a processor, ms in all. */
const limits = { memory: 1_500, heap: 512, processor: 60, time: 90_000 };

interface InspectorPorts {
	readonly log: Pick<Logger, 'warn'>;
	/** other limits than the product's, of which tests need not wait for the end */
	readonly limits?: Partial<typeof limits>;
}

const folder = path.join(import.meta.dirname, '../..');
const program = path.join(import.meta.dirname, 'inspect-pdf.ts');
const library = path.dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
const ours = [library, import.meta.dirname, path.join(folder, 'db/fold.ts'), path.join(folder, 'package.json')];

const text = v.pipe(v.string(), v.maxLength(mostText.page));

const said: v.GenericSchema<unknown, Said> = v.union([
	v.object({
		page: v.pipe(
			v.object({ text, folded: text }),
			v.check((page) => page.text.length === page.folded.length),
		),
	}),
	v.object({ read: v.object({ signed: v.boolean(), repaired: v.boolean() }) }),
	v.object({ refused: v.picklist(unreadable) }),
]);

/**
 * Looks into strangers' PDFs, one after the other (a hundred that come together must not take a meeting's processors), each in a
 * process of its own that may read that file and nothing else of people's, write nothing, start nothing and reach no network, and
 * that ends when it takes too much memory or time.
 */
export class Inspector {
	readonly #log: InspectorPorts['log'];
	readonly #limits: typeof limits;
	#last: Promise<unknown> = Promise.resolve();
	#running: ChildProcess | undefined;
	#closed = false;

	constructor(ports: InspectorPorts) {
		this.#log = ports.log;
		this.#limits = { ...limits, ...ports.limits };
	}

	/**
	 * @param file its path
	 * @throws DataError `paper-…` (Unreadable; what breaks the inspection or takes more than it may is `paper-unreadable`), `closing`
	 */
	inspect(file: string): Promise<PaperContents> {
		const inspection = this.#last.then(() => this.#inspect(file));
		this.#last = inspection.catch(() => {});
		return inspection;
	}

	/** What is under way is given up. Idempotent. */
	close(): void {
		this.#closed = true;
		this.#running?.kill('SIGKILL');
	}

	async #inspect(file: string): Promise<PaperContents> {
		if (this.#closed) throw new DataError('closing', '');
		const { memory, heap, processor, time } = this.#limits;
		const child = spawn(
			'prlimit',
			[
				...[`--data=${memory * 1024 * 1024}`, `--cpu=${processor}`, '--fsize=0', '--core=0', '--', process.execPath],
				...['--permission', ...[file, ...ours].map((each) => `--allow-fs-read=${each}`)],
				...[`--max-old-space-size=${heap}`, '--disable-warning=ExperimentalWarning', program, file],
			],
			// What it complains of would be the paper's own words.
			{ env: {}, stdio: ['ignore', 'pipe', 'ignore'], timeout: time, killSignal: 'SIGKILL' },
		);
		this.#running = child;
		// Heard at once: where there is no such program, too.
		const ended = once(child, 'exit').catch((error: unknown) => error);
		try {
			const pages: PageText[] = [];
			for await (const line of createInterface(child.stdout)) {
				const answer = parse(line);
				if ('page' in answer) pages.push(answer.page);
				else if ('read' in answer) return { ...answer.read, pages };
				else throw refusal(answer.refused);
			}
			if (this.#closed) throw new DataError('closing', '');
			const exit = await ended;
			// No program of ours could be started: that says nothing of the paper.
			if (exit instanceof Error) throw exit;
			this.#log.warn({ file, exit }, 'the inspection of a paper broke');
			throw refusal('paper-unreadable');
		} finally {
			child.kill('SIGKILL');
		}
	}
}

const refusal = (code: Unreadable) => new DataError(code, '');

/** @throws SyntaxError, ValiError: another program than ours answers */
const parse = (line: string): Said => v.parse(said, JSON.parse(line));
