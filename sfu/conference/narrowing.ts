/** mediasoup tells of its estimate at once where it has fallen by a quarter, else once a second. */
const much = 0.75;

/** Notices when the worker finds that a way carries much less than it believed. */
export class Narrowing {
	#known = 0;

	/** `available`: what the worker believes that the way carries, in bit/s. */
	take(available: number): boolean {
		const narrowed = available < this.#known * much;
		this.#known = available;
		return narrowed;
	}
}
