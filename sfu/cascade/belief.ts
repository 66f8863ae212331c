/** By so much longer than at its best the round trip is while what is sent waits in a queue, and so much is lost where none is; ms. */
const queued = 250;
const lossy = 0.15;

/** A key frame may wait: what lasts for so long is no key frame. ms */
const lastsFor = 1_500;

/** So long it is not believed then; twice as long each time, if it was wrong again before it held for `proven`. ms */
const patience = { first: 45_000, longest: 720_000 } as const;
const proven = 120_000;

/**
 * Whether a way carries what it is said to carry. As long as it does that counts, and not what mediasoup believes: on a line that is
 * nearly full any key frame makes that fall to a fifth, and rise within minutes. Where it does not, as when the line has become
 * narrower than was said, what is sent waits in a queue or is lost; mediasoup knows better then. Times in ms, of a clock that never
 * goes back.
 */
export class Belief {
	#best = Infinity;
	/** all that was noted since then is bad */
	#badSince: number | undefined;
	#doubtedUntil = -Infinity;
	#patience: number = patience.first;

	holds(now: number): boolean {
		return now >= this.#doubtedUntil;
	}

	/** Of a beat that is not lost. */
	noteRoundTrip(ms: number, now: number): void {
		this.#best = Math.min(this.#best, ms);
		if (ms <= this.#best + queued) this.#badSince = undefined;
		else if (now - (this.#badSince ??= now) >= lastsFor) this.#doubt(now);
	}

	/** `share`: of what was sent within the last seconds, 0 to 1. */
	noteLoss(share: number, now: number): void {
		if (share > lossy) this.#doubt(now);
	}

	/** Nothing comes any more: where it went badly before, because of what was sent. */
	noteCut(now: number): void {
		if (this.#badSince !== undefined) this.#doubt(now);
	}

	#doubt(now: number): void {
		this.#badSince = undefined;
		// What was sent before is under way still.
		if (!this.holds(now)) return;
		const wrongAgain = now - this.#doubtedUntil < proven;
		this.#patience = wrongAgain ? Math.min(patience.longest, this.#patience * 2) : patience.first;
		this.#doubtedUntil = now + this.#patience;
	}
}
