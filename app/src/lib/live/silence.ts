import { heartbeat } from '#contract/heartbeat.ts';

/** A page says nothing before it has been awake for so long: what came while it was held up lies before it. ms */
const awakeFor = 100;

/**
 * Tells when a server that pings again and again falls silent, long before its connection is given up. A page that was held up, or
 * is hidden, has the pings of that time before it as soon as it runs again: it is not the server that was silent then.
 */
export class Silence {
	readonly #onChange: (since: number | null) => void;
	readonly #after: number;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#heardAt = 0;
	#isSilent = false;

	/** `onChange` is given performance.now() of the last ping before a silence, and null when it is over; `after`: ms */
	constructor(onChange: (since: number | null) => void, after: number = heartbeat.silentAfter) {
		this.#onChange = onChange;
		this.#after = after;
	}

	/** The server has pinged. From the first time on it is expected to go on. */
	hear(): void {
		if (this.#isSilent) this.#onChange(null);
		this.#isSilent = false;
		this.#heardAt = performance.now();
		this.#wait();
	}

	/** There is no connection any more: nothing is expected, nor told. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#isSilent = false;
	}

	#wait(): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#look(), this.#after - awakeFor);
	}

	#look(): void {
		const due = performance.now() + awakeFor;
		this.#timer = setTimeout(() => {
			if (document.hidden) this.#wait();
			else if (performance.now() - due > awakeFor) this.#look();
			else {
				this.#isSilent = true;
				this.#onChange(this.#heardAt);
			}
		}, awakeFor);
	}
}
