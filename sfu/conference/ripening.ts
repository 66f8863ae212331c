/**
 * mediasoup takes a larger layer only once it has come for two seconds, beside a smaller one that has (StreamMinActiveMs in
 * its SimulcastProducerStreamManager). ms
 */
const ripeAfter = 2_050;

/** Knows when layers that began to come beside smaller ones may be taken. */
export class Ripening {
	readonly #onRipe: () => void;
	#coming: ReadonlySet<number> = new Set();
	#timer: NodeJS.Timeout | undefined;

	constructor(onRipe: () => void) {
		this.#onRipe = onRipe;
	}

	/** `scores`: of each layer, the smallest first; 0: nothing of it comes. */
	take(scores: readonly number[]): void {
		const former = this.#coming;
		this.#coming = new Set(scores.flatMap((score, layer) => (score > 0 ? [layer] : [])));
		// With the last of those that begin together.
		if (this.#coming.size > 1 && !this.#coming.isSubsetOf(former)) {
			clearTimeout(this.#timer);
			this.#timer = setTimeout(this.#onRipe, ripeAfter);
		}
	}

	/** The largest layer of which something comes; −1: none. */
	get largest(): number {
		return Math.max(-1, ...this.#coming);
	}

	/** Idempotent. */
	close(): void {
		clearTimeout(this.#timer);
	}
}
