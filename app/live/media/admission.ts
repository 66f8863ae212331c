/** As long as joining takes less than this, more may join at once; ms. */
const quick = 250;
const fewest = 4;
const most = 64;

/** How many may join at once after one of them took so long. */
export const nextWindow = (window: number, tookMs: number): number =>
	tookMs < quick ? Math.min(most, window + 1 / window) : Math.max(fewest, window * 0.9);

/**
 * Lets hundreds in who come at once: nobody is refused, and so many at a time as the media node answers quickly. Its
 * answers slow down with everything that it and its workers do: they are the measure of its load.
 */
export class Admission {
	readonly #first: (() => Promise<void>)[] = [];
	readonly #waiting: (() => Promise<void>)[] = [];
	#window = 16;
	#running = 0;

	/** Runs the task when its turn comes, in the order of asking; `first`: before all who are not, too. */
	run<T>(task: () => Promise<T>, first = false): Promise<T> {
		return new Promise((resolve, reject) => {
			(first ? this.#first : this.#waiting).push(() => this.#perform(task).then(resolve, reject));
			this.#next();
		});
	}

	#next(): void {
		while (this.#running < Math.floor(this.#window)) {
			const perform = this.#first.shift() ?? this.#waiting.shift();
			if (!perform) return;
			void perform();
		}
	}

	async #perform<T>(task: () => Promise<T>): Promise<T> {
		this.#running += 1;
		const started = performance.now();
		try {
			return await task();
		} finally {
			this.#running -= 1;
			this.#window = nextWindow(this.#window, performance.now() - started);
			this.#next();
		}
	}
}
