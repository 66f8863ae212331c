/** A device's clock may run this much slower or faster than the server's: 100 ms in 1,000 s. */
const drift = 1e-4;

/**
 * The server's time on this device. It is counted on by the browser's own clock since the page was opened, which nobody
 * sets: a device whose time of day is corrected shows no other time of a speech. Readings renew it, as that clock drifts,
 * and stands still while some devices sleep.
 */
export class ServerClock {
	readonly #own: () => number;
	/** of the server's clock over the own one, in ms; how far it may be wrong, and when that was so */
	#reading: { readonly ahead: number; readonly doubt: number; readonly at: number } | undefined;

	/** `own`: ms since whenever; never set back or forward */
	constructor(own: () => number = () => performance.now()) {
		this.#own = own;
	}

	/** ms since the epoch; before the first reading, by the device's time of day */
	now(): number {
		return this.#reading ? this.#own() + this.#reading.ahead : Date.now();
	}

	/** What the server said by itself: it is later now, by as long as that took to come, and nobody knows how long. */
	hear(told: number): void {
		if (!this.#reading || this.now() < told)
			this.#reading = { ahead: told - this.#own(), doubt: Infinity, at: this.#own() };
	}

	/** Begins a reading: call what comes back with what the server answered. */
	ask(): (told: number) => void {
		const asked = this.#own();
		return (told) => {
			const at = this.#own();
			const doubt = (at - asked) / 2;
			const ahead = told + doubt - at;
			const former = this.#reading;
			// A slow answer knows less than a quick one did; it counts only where that one cannot be right any more.
			const known = former ? former.doubt + (at - former.at) * drift : Infinity;
			if (doubt > known && former && Math.abs(ahead - former.ahead) <= doubt + known) return;
			this.#reading = { ahead, doubt, at };
		};
	}
}
