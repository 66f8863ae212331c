import { endOfDay } from '#db/calendar.ts';

/** A timer that fires a moment early must not find the day before. ms */
const after = 50;

/** Does something as each Vietnamese calendar day begins, while the server runs. */
export class EachDay {
	readonly #begins: () => void;
	#timer: NodeJS.Timeout;

	constructor(begins: () => void) {
		this.#begins = begins;
		this.#timer = this.#wait();
	}

	close(): void {
		clearTimeout(this.#timer);
	}

	#wait(): NodeJS.Timeout {
		const now = Date.now();
		const next = () => {
			this.#timer = this.#wait();
			this.#begins();
		};
		return setTimeout(next, endOfDay(now) - now + after).unref();
	}
}
