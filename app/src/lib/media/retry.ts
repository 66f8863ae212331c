/** Between attempts to join, in ms: about 40 s in all; somebody who waits longer is told and may ask again. */
const delays = [250, 500, 1000, 2000, 4000, 5000, 5000, 5000, 5000, 5000, 5000] as const;

/** Attempts that wait ever longer, and end. */
export class Retry {
	#attempts = 0;
	#wake: (() => void) | undefined;

	/** What was attempted works: the next trouble begins with the shortest wait. */
	succeed(): void {
		this.#attempts = 0;
	}

	/** Resolves after the wait, early on `wake`; false when the attempts are used up, which begins them anew. */
	async wait(): Promise<boolean> {
		const delay = delays[this.#attempts];
		this.#attempts += 1;
		if (delay === undefined) {
			this.#attempts = 0;
			return false;
		}
		await new Promise<void>((resolve) => {
			// Spread: after a power cut 320 sites must not come back in step.
			const timer = setTimeout(resolve, delay * (0.75 + Math.random() / 2));
			this.#wake = () => {
				clearTimeout(timer);
				resolve();
			};
		});
		this.#wake = undefined;
		return true;
	}

	/** Ends a wait now. */
	wake(): void {
		this.#wake?.();
	}
}
