import type { Logger } from 'pino';
import type { LinkRefusal } from './wire.ts';

/** How many are written within a minute. */
const most = 20;
const minute = 60_000;

/** What the log says of who is not let in, each in a line; of a flood of them the first, and later how many there were. */
export class RefusalLines {
	readonly #log: Pick<Logger, 'warn'>;
	#began = Number.NEGATIVE_INFINITY;
	#written = 0;
	#unwritten = 0;

	constructor(log: Pick<Logger, 'warn'>) {
		this.#log = log;
	}

	write(who: { readonly address: string; readonly nodeId: string | undefined }, { code, words }: LinkRefusal): void {
		const now = performance.now();
		if (now - this.#began > minute) {
			if (this.#unwritten > 0) this.#log.warn({ count: this.#unwritten }, 'media nodes refused without a line each');
			this.#began = now;
			this.#written = this.#unwritten = 0;
		}
		if (this.#written >= most) {
			this.#unwritten += 1;
			return;
		}
		this.#written += 1;
		this.#log.warn({ ...who, code }, `media node refused: ${words}`);
	}
}
