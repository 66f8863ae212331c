/** A server pings each second; over a long way, or where a packet is lost on it, somewhat later. ms */
const silentAfter = 1_500;

/** Checked in so many steps: only those count in which this page was awake. */
const steps = 3;

/**
 * Tells when a server that pings each second falls silent, long before its connection is given up. A page that was held up,
 * or is hidden, has the pings of that time before it as soon as it runs again: it is not the server that was silent then.
 */
export class Silence {
	readonly #onChange: (since: number | null) => void;
	readonly #step: number;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#heardAt = 0;
	#missed = 0;

	/** `onChange` is given performance.now() of the last ping before a silence, and null when it is over; `after`: ms */
	constructor(onChange: (since: number | null) => void, after = silentAfter) {
		this.#onChange = onChange;
		this.#step = after / steps;
	}

	/** The server has pinged. From the first time on it is expected to go on. */
	hear(): void {
		if (this.#missed === steps) this.#onChange(null);
		this.#heardAt = performance.now();
		this.#missed = 0;
		this.#wait();
	}

	/** There is no connection any more: nothing is expected, nor told. */
	stop(): void {
		clearTimeout(this.#timer);
		this.#missed = 0;
	}

	#wait(): void {
		clearTimeout(this.#timer);
		const due = performance.now() + this.#step;
		this.#timer = setTimeout(() => {
			const wasHeld = performance.now() - due > this.#step / 2;
			if (document.hidden) this.#missed = 0;
			else if (!wasHeld) this.#missed += 1;
			if (this.#missed < steps) this.#wait();
			else this.#onChange(this.#heardAt);
		}, this.#step);
	}
}
