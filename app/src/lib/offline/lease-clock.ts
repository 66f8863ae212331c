interface Clocks {
	/** ms since the epoch, as somebody may have set it */
	now(): number;
	/** ms, of which nobody sets anything */
	passed(): number;
}

const device: Clocks = { now: () => Date.now(), passed: () => performance.now() };

/**
 * What a lease's end is held against: the greatest time that was ever seen here. A clock that is set back gains no time of reading;
 * what passes while the pages are closed no clock but the device's own could tell.
 */
export class LeaseClock {
	#greatest: number;
	#at: number;
	readonly #clocks: Clocks;

	/** @param greatest as it was kept; ms since the epoch */
	constructor(greatest: number, clocks: Clocks = device) {
		this.#greatest = greatest;
		this.#clocks = clocks;
		this.#at = clocks.passed();
	}

	/** Also while the device's clock stands behind, its time goes on. */
	now(): number {
		const passed = this.#clocks.passed();
		this.#greatest = Math.max(this.#clocks.now(), this.#greatest + passed - this.#at);
		this.#at = passed;
		return this.#greatest;
	}

	/** The server has been heard: what an earlier clock ran ahead is forgotten. */
	putRight(): void {
		this.#greatest = this.#clocks.now();
		this.#at = this.#clocks.passed();
	}
}
