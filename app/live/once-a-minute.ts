const minute = 60_000;

/** What is written of each account once a minute at most: a flood must not become a flood of the log. */
export class OnceAMinute {
	readonly #written = new Map<string, number>();

	/** Whether it is time for another line; it counts as written. */
	isDue(accountId: string): boolean {
		const now = performance.now();
		if (now - (this.#written.get(accountId) ?? Number.NEGATIVE_INFINITY) <= minute) return false;
		this.#written.set(accountId, now);
		return true;
	}
}
