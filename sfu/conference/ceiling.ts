import { probedBitrate } from './media-codecs.ts';

/**
 * A way is tried with at most twice of what it is known to carry, and with more once that is nearly reached. The worker tries
 * it with padding, which lasts 15 ms at the rate that is tried: a way that carries only half of that takes 30 ms to let it
 * through, and a voice that comes behind the padding waits for the other 15.
 */
const beyond = 2;
const nearly = 0.9;

/**
 * With how much a way is tried. Left to itself the worker sends padding, again and again, at the rate of all that flows at its
 * largest, pictures that are to be small among it, whenever that changes: with two small pictures beside a large one 35 KB
 * at once, behind which a voice waits for a third of a second on 800 kbit/s.
 */
export class Ceiling {
	/** bit/s; 0: none */
	#most: number = probedBitrate.first;

	/** What it is from now on, 0: none; undefined: as it was. `available`: see Narrowing. */
	take(available: number, narrowed: boolean): number | undefined {
		const before = this.#most;
		if (narrowed) this.#most = Math.max(probedBitrate.least, Math.round(available * beyond));
		else if (available >= before * nearly) this.#most = before * beyond;
		if (this.#most >= probedBitrate.all) this.#most = 0;
		return this.#most === before ? undefined : this.#most;
	}
}
