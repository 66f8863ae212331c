/** How many keys are remembered. */
const mostKeys = 10_000;

/**
 * How often something may be tried. It stands before the account's own lock, so that one address can neither try many
 * logins nor lock somebody out cheaply, nor keep the server busy with hashing.
 */
export class AttemptLimit {
	readonly #most: number;
	readonly #within: number;
	/** times of attempts in ms, oldest first */
	readonly #attempts = new Map<string, number[]>();

	/** @param most attempts of one key in any `within` ms */
	constructor(most: number, within: number) {
		this.#most = most;
		this.#within = within;
	}

	/** Counts an attempt; false when there were too many, which are not counted again. */
	take(key: string, now: number): boolean {
		if (this.#attempts.size >= mostKeys) this.#forget(now);
		const recent = (this.#attempts.get(key) ?? []).filter((at) => now - at < this.#within);
		const allowed = recent.length < this.#most;
		if (allowed) recent.push(now);
		this.#attempts.set(key, recent);
		return allowed;
	}

	/** After a success: this attempt does not count, others of the key do. */
	giveBack(key: string): void {
		this.#attempts.get(key)?.pop();
	}

	/** After a success: what was counted for the key no longer counts. */
	release(key: string): void {
		this.#attempts.delete(key);
	}

	/** keys that are remembered at this moment */
	get size(): number {
		return this.#attempts.size;
	}

	/** What is over; and under a flood of made-up keys the oldest, behind which the account's own lock still stands. */
	#forget(now: number): void {
		for (const [key, times] of this.#attempts) {
			const over = now - (times.at(-1) ?? 0) >= this.#within;
			if (over || this.#attempts.size > mostKeys / 2) this.#attempts.delete(key);
		}
	}
}
