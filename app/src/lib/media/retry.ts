/** Between attempts, in ms; the last one over and over. */
const delays = [250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000, 5000, 5000, 10_000, 20_000, 30_000] as const;

/** So many of them take about 40 s: who waits longer is told why. */
const patience = 11;

/** Attempts that wait ever longer, up to half a minute, for as long as somebody wants what is attempted. */
export class Retry {
	#attempts = 0;
	#wake = () => {};

	/** It has been attempted for longer than a person waits without a word. */
	get isLong(): boolean {
		return this.#attempts >= patience;
	}

	/** What was attempted works, or may work from now on: the next trouble begins with the shortest wait. */
	begin(): void {
		this.#attempts = 0;
	}

	/** Resolves after the wait, early on `wake`. One at a time: another one ends it. */
	async wait(): Promise<void> {
		this.#wake();
		const delay = delays[Math.min(this.#attempts, delays.length - 1)] ?? 0;
		this.#attempts += 1;
		await new Promise<void>((resolve) => {
			// Spread: after a power cut 320 sites must not come back in step.
			const timer = setTimeout(resolve, delay * (0.75 + Math.random() / 2));
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
	}

	/** Ends a wait now. */
	wake(): void {
		this.#wake();
	}
}
