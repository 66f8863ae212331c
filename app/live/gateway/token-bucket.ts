/** Lets `burst` pass at once and `perSecond` in the long run. */
export class TokenBucket {
	readonly #burst: number;
	readonly #perSecond: number;
	#tokens: number;
	#filledAt: number;

	constructor(burst: number, perSecond: number, now: number) {
		this.#burst = burst;
		this.#perSecond = perSecond;
		this.#tokens = burst;
		this.#filledAt = now;
	}

	/** `now` in ms, of a clock that never goes back. */
	take(now: number): boolean {
		this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#filledAt) / 1000) * this.#perSecond);
		this.#filledAt = now;
		if (this.#tokens < 1) return false;
		this.#tokens -= 1;
		return true;
	}
}
