/**
 * What one node may say: far above what hundreds of devices that come at once make it say (some 3 KiB for each track that each
 * is told of), and no more than the control process's loop can read.
 */
const mostAtOnce = 100_000;
const perSecond = 10_000;

/** Bytes that cost as much as a message does. */
const bytesEach = 1_000;

/** As dear as so many: twenty at once are too many. */
const garbage = 5_000;

/** Counts what comes over one connection of a node; a bucket that fills as time goes by. */
export class FloodGuard {
	#left = mostAtOnce;
	#at = performance.now();

	/** A message of so many bytes has come. False: it is too much. */
	heard(bytes: number): boolean {
		return this.#take(1 + bytes / bytesEach);
	}

	/** What has come is none that a node says. False: it was too often. */
	heardGarbage(): boolean {
		return this.#take(garbage);
	}

	#take(cost: number): boolean {
		const now = performance.now();
		this.#left = Math.min(mostAtOnce, this.#left + ((now - this.#at) / 1000) * perSecond) - cost;
		this.#at = now;
		return this.#left >= 0;
	}
}
