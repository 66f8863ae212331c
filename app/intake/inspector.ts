import { DataError } from '#db/data-error.ts';
import type { PageText, PaperContents } from '#db/documents/paper-contents.ts';
import type { Logger } from 'pino';
import * as v from 'valibot';
import { longestSide, mostText, unreadable, type Said } from './inspection.ts';
import { listen } from './own-program.ts';
import type { Sandbox } from './sandbox.ts';
import { Slots } from './slots.ts';

/** Of a file what is kept once it is a paper, and what decides whether it is one. */
export interface LookedInto extends PaperContents {
	/** its first page bears the stamp of a state secret */
	readonly stamped: boolean;
}

/** What one inspection may take, and of its memory the MB of JavaScript's heap. */
const limits = { memory: 1_500, heap: 512, room: 1, file: 0, processor: 60, time: 90_000, output: 100_000_000 };

interface InspectorPorts {
	readonly sandbox: Sandbox;
	readonly log: Pick<Logger, 'warn'>;
	/** other limits than the product's, of which tests need not wait for the end */
	readonly limits?: Partial<typeof limits>;
}

const text = v.pipe(v.string(), v.maxLength(mostText.page));

/** Of a page, as inspection.ts lets them through. */
const side = v.pipe(v.number(), v.minValue(0.1), v.maxValue(longestSide));

const says: v.GenericSchema<unknown, Said> = v.union([
	v.object({
		page: v.pipe(
			v.object({ text, folded: text, size: v.exactOptional(v.tuple([side, side])) }),
			v.check((page) => page.text.length === page.folded.length),
		),
	}),
	v.object({ read: v.object({ signed: v.boolean(), repaired: v.boolean(), stamped: v.boolean() }) }),
	v.object({ refused: v.picklist(unreadable) }),
]);

/**
 * Looks into strangers' PDFs in the sandbox, one after the other: a hundred that come together must not take a meeting's processors.
 */
export class Inspector {
	readonly #ports: InspectorPorts;
	readonly #limits: typeof limits;
	readonly #turns = new Slots(1);

	constructor(ports: InspectorPorts) {
		this.#ports = ports;
		this.#limits = { ...limits, ...ports.limits };
	}

	/**
	 * @param file its path
	 * @throws DataError `paper-…` (Unreadable; what breaks the inspection or takes more than it may is `paper-unreadable`), `closing`
	 */
	inspect(file: string): Promise<LookedInto> {
		return this.#turns.run(async () => {
			const { sandbox, log } = this.#ports;
			const pages: PageText[] = [];
			const program = { name: 'inspect-pdf.ts', told: [file], says, limits: this.#limits, log } as const;
			for await (const said of listen(sandbox, program))
				if ('page' in said) pages.push(said.page);
				else if ('read' in said) return { ...said.read, pages };
				else throw new DataError(said.refused, '');
			throw new DataError('paper-unreadable', '');
		});
	}
}
