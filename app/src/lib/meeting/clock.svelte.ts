/** The server's time, ticking: what waiting times and countdowns are derived from. */
export class Clock {
	/** ms since the epoch */
	now = $state(0);
	readonly #timer: ReturnType<typeof setInterval>;

	constructor(read: () => number) {
		this.now = read();
		this.#timer = setInterval(() => (this.now = read()), 500);
	}

	close(): void {
		clearInterval(this.#timer);
	}
}
