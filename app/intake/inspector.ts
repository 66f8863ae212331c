import { DataError } from '#db/data-error.ts';
import type { PageText, PaperContents } from '#db/documents/paper-contents.ts';
import type { Logger } from 'pino';
import { createInterface } from 'node:readline';
import * as v from 'valibot';
import { longestSide, mostText, unreadable, type Said, type Unreadable } from './inspection.ts';
import { ownProgram, type Sandbox } from './sandbox.ts';

/** What one inspection may take, and of its memory the MB of JavaScript's heap. */
const limits = { memory: 1_500, heap: 512, room: 1, file: 0, processor: 60, time: 90_000 };

interface InspectorPorts {
	readonly sandbox: Sandbox;
	readonly log: Pick<Logger, 'warn'>;
	/** other limits than the product's, of which tests need not wait for the end */
	readonly limits?: Partial<typeof limits>;
}

const text = v.pipe(v.string(), v.maxLength(mostText.page));

/** Of a page, as inspection.ts lets them through. */
const side = v.pipe(v.number(), v.minValue(0.1), v.maxValue(longestSide));

const said: v.GenericSchema<unknown, Said> = v.union([
	v.object({
		page: v.pipe(
			v.object({ text, folded: text, size: v.exactOptional(v.tuple([side, side])) }),
			v.check((page) => page.text.length === page.folded.length),
		),
	}),
	v.object({ read: v.object({ signed: v.boolean(), repaired: v.boolean() }) }),
	v.object({ refused: v.picklist(unreadable) }),
]);

/**
 * Looks into strangers' PDFs in the sandbox, one after the other: a hundred that come together must not take a meeting's processors.
 */
export class Inspector {
	readonly #ports: InspectorPorts;
	readonly #limits: typeof limits;
	#last: Promise<unknown> = Promise.resolve();
	#closed = false;

	constructor(ports: InspectorPorts) {
		this.#ports = ports;
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

	/** Nothing is begun any more; what is under way ends with the sandbox. Idempotent. */
	close(): void {
		this.#closed = true;
	}

	async #inspect(file: string): Promise<PaperContents> {
		if (this.#closed) throw new DataError('closing', '');
		const { sandbox, log } = this.#ports;
		const { output, ended, kill } = sandbox.start(ownProgram('inspect-pdf.ts', file, this.#limits.heap, this.#limits));
		try {
			const pages: PageText[] = [];
			for await (const line of createInterface(output)) {
				const answer = parse(line);
				if ('page' in answer) pages.push(answer.page);
				else if ('read' in answer) return { ...answer.read, pages };
				else throw refusal(answer.refused);
			}
			if (this.#closed) throw new DataError('closing', '');
			const exit = await ended;
			// No program of ours could be started: that says nothing of the paper.
			if (exit instanceof Error) throw exit;
			log.warn({ file, exit }, 'the inspection of a paper broke');
			throw refusal('paper-unreadable');
		} finally {
			kill();
		}
	}
}

const refusal = (code: Unreadable) => new DataError(code, '');

/** @throws SyntaxError, ValiError: another program than ours answers */
const parse = (line: string): Said => v.parse(said, JSON.parse(line));
