/** Who came in no longer ago when the node of their units returns had come a moment too early. ms */
const justCame = 10_000;

/** Devices that found their first place a moment ago. */
export class Newcomers {
	/** on the clock of `performance`, ms */
	readonly #cameAt = new Map<string, number>();

	came(deviceId: string): void {
		this.#cameAt.set(deviceId, performance.now());
	}

	left(deviceId: string): void {
		this.#cameAt.delete(deviceId);
	}

	get all(): readonly string[] {
		const now = performance.now();
		for (const [deviceId, at] of this.#cameAt) if (now - at > justCame) this.#cameAt.delete(deviceId);
		return [...this.#cameAt.keys()];
	}
}
