/**
 * Of a way that is believed to carry less than this it is not tried whether it carries a large picture, and of others so long as if
 * they carried the other; bit/s and ms.
 */
const leastTried = 500_000;
const lifted = 1_200_000;
const liftFor = 1_500;

/**
 * Of what is wanted so much must be believed to be carried, and is while it is tried. So often it is tried where nothing smaller
 * comes; less than this of what was believed before is no want of knowledge, but a way that has become narrow. ms
 */
const enough = 1.1;
const ofWanted = 1.2;
const aloneEvery = 30_000;
const narrower = 0.95;

/** So long it is left at the small picture, before each attempt; then ever the last of these. The first layers ripen meanwhile. ms */
const waits = [2_500, 30_000, 60_000, 120_000] as const;
/** A way that carried it for so long has become narrow since, and was not overrated. ms */
const provenAfter = 60_000;

/**
 * Beside a small picture that flows already there may be a large one of ten times its bits, as over a line between nodes. mediasoup
 * believes of a way no more than a little above what it sends there, so that the step is never taken by itself: it is tried, and
 * where it fails less and less often. Where the large one alone is there it flows in any case, for three seconds; then mediasoup
 * judges it by what it believes of the way, which has not grown so fast, and nothing would flow: that is helped at once.
 */
export class Lift {
	readonly #onRaised: () => void;
	#available = 0;
	#tries = 0;
	#held = false;
	#alone = false;
	#aloneTriedAt = -Infinity;
	#least = 0;
	#freeSince = 0;
	#timer: NodeJS.Timeout | undefined;
	#raised: NodeJS.Timeout | undefined;

	/** Called when `least` has changed. */
	constructor(onRaised: () => void) {
		this.#onRaised = onRaised;
	}

	/** The estimate of the way is not to fall below this, in bit/s. */
	get least(): number {
		return this.#least;
	}

	/**
	 * What the worker believes that the way carries, and what would be sent there if it carried that, in bit/s. `now` in ms, of a
	 * clock that never goes back.
	 */
	note(available: number, wanted: number, now: number): void {
		const before = this.#available;
		this.#available = available;
		if (!this.#alone || available >= wanted * enough || available < before * narrower) return;
		if (now - this.#aloneTriedAt < aloneEvery) return;
		this.#aloneTriedAt = now;
		this.#try(wanted * ofWanted);
	}

	/** Whether a picture comes small there that is shown larger, and whether a large one does and nothing smaller beside it. */
	follow(held: boolean, alone: boolean, now: number): void {
		this.#alone = alone;
		if (held === this.#held) return;
		this.#held = held;
		clearTimeout(this.#timer);
		if (!held) this.#freeSince = now;
		else {
			if (this.#tries > 1 && now - this.#freeSince >= provenAfter) this.#tries = 1;
			this.#wait();
		}
	}

	/** Idempotent. */
	close(): void {
		clearTimeout(this.#timer);
		clearTimeout(this.#raised);
	}

	#wait(): void {
		this.#timer = setTimeout(
			() => {
				this.#tries += 1;
				if (this.#available >= leastTried) this.#try(lifted);
				this.#wait();
			},
			waits[Math.min(this.#tries, waits.length - 1)],
		);
	}

	#try(least: number): void {
		if (this.#raised) return;
		this.#least = Math.round(least);
		this.#raised = setTimeout(() => {
			this.#raised = undefined;
			this.#least = 0;
			this.#onRaised();
		}, liftFor);
		this.#onRaised();
	}
}
