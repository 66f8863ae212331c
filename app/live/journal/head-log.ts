import type { JournalHead } from '#db/journal/entry.ts';
import type { Logger } from 'pino';

/** ms */
const hour = 3_600_000;

/**
 * Says in the log each hour how far every journal has come that was written since, with the hash of its last event: the
 * log is kept elsewhere, so that an end that is cut off later shows (npm run verify-journal -- --log FILE).
 */
export class HeadLog {
	readonly #log: Pick<Logger, 'info'>;
	readonly #heads = new Map<string, JournalHead>();
	readonly #timer: NodeJS.Timeout;

	constructor(log: Pick<Logger, 'info'>) {
		this.#log = log;
		this.#timer = setInterval(() => this.#tell(), hour);
		this.#timer.unref();
	}

	/** Of what is on disk. */
	written(heads: readonly JournalHead[]): void {
		for (const head of heads) this.#heads.set(head.streamId, head);
	}

	close(): void {
		clearInterval(this.#timer);
		this.#tell();
	}

	#tell(): void {
		for (const { streamId, seq, hash } of this.#heads.values())
			this.#log.info({ streamId, seq, hash: hash.toString('hex') }, 'journal head');
		this.#heads.clear();
	}
}
