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

/**
 * A way is tried with no more than so much of what it is known to carry, and with more once that is nearly reached: padding
 * of 15 ms takes it twice that time.
 */
const beyond = 2;
const nearly = 0.9;
/** One of which nothing is known: it is to have 720p as soon as may be; one that is narrow; nobody is sent more than the last. bit/s */
export const firstTried = 2_000_000;
const leastTried = 1_000_000;
const everything = 8_000_000;

/**
 * With how much a way is tried. Left to itself the worker sends padding, again and again, at the rate of all that flows at its
 * largest, pictures that are to be small among it, whenever that changes: with two small pictures beside a large one 35 KB
 * at once, behind which a voice waits for a third of a second on 800 kbit/s.
 */
export class Ceiling {
	/** bit/s; 0: none */
	#most: number = firstTried;

	/** What it is from now on, 0: none; undefined: as it was. `available`: see Narrowing. */
	take(available: number, narrowed: boolean): number | undefined {
		const before = this.#most;
		if (narrowed) this.#most = Math.max(leastTried, Math.round(available * beyond));
		else if (available >= before * nearly) this.#most = before * beyond;
		if (this.#most >= everything) this.#most = 0;
		return this.#most === before ? undefined : this.#most;
	}
}
