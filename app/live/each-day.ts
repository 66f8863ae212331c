import { endOfDay } from '#db/calendar.ts';
import type { Logger } from 'pino';

/** A timer that fires a moment early must not find the day before. ms */
const after = 50;

/** Does something as each Vietnamese calendar day begins, while the server runs. What fails is said, and ends nothing else. */
export class EachDay {
	readonly #begins: () => void;
	readonly #log: Pick<Logger, 'error'>;
	#timer: NodeJS.Timeout;

	constructor(begins: () => void, log: Pick<Logger, 'error'>) {
		this.#begins = begins;
		this.#log = log;
		this.#timer = this.#wait();
	}

	close(): void {
		clearTimeout(this.#timer);
	}

	#wait(): NodeJS.Timeout {
		const now = Date.now();
		const next = () => {
			this.#timer = this.#wait();
			try {
				this.#begins();
			} catch (error) {
				this.#log.error({ err: error }, 'what a new day asks for failed');
			}
		};
		return setTimeout(next, endOfDay(now) - now + after).unref();
	}
}
