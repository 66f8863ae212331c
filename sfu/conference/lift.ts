/**
 * Of a way that is believed to carry less than this it is not tried whether it carries a large picture, and of others so long as if
 * they carried the other; bit/s and ms.
 */
const leastTried = 500_000;
export const lifted = 1_200_000;
const liftFor = 1_500;

/** So long it is left at the small picture, before each attempt; then ever the last of these. The first layers ripen meanwhile. ms */
const waits = [2_500, 30_000, 60_000, 120_000] as const;
/** A way that carried it for so long has become narrow since, and was not overrated. ms */
const provenAfter = 60_000;

/**
 * Beside a small picture that flows already there may be a large one of ten times its bits, as over a line between nodes. mediasoup
 * believes of a way no more than a little above what it sends there, so that the step is never taken by itself: it is tried, and
 * where it fails less and less often.
 */
export class Lift {
	readonly #onRaised: () => void;
	#available = 0;
	#tries = 0;
	#held = false;
	#freeSince = 0;
	#timer: NodeJS.Timeout | undefined;
	#raised: NodeJS.Timeout | undefined;

	/** Called when `isRaised` has changed. */
	constructor(onRaised: () => void) {
		this.#onRaised = onRaised;
	}

	/** The estimate of the way is not to fall below `lifted`. */
	get isRaised(): boolean {
		return this.#raised !== undefined;
	}

	/** What the worker believes that the way carries, in bit/s. */
	note(available: number): void {
		this.#available = available;
	}

	/** Whether a picture comes small there that is shown larger. `now` in ms, of a clock that never goes back. */
	follow(held: boolean, now: number): void {
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
				this.#try();
				this.#wait();
			},
			waits[Math.min(this.#tries, waits.length - 1)],
		);
	}

	#try(): void {
		if (this.#available < leastTried || this.#raised) return;
		this.#raised = setTimeout(() => {
			this.#raised = undefined;
			this.#onRaised();
		}, liftFor);
		this.#onRaised();
	}
}
