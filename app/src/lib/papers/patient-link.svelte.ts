/** The server has answered, and asking again would bring the same: what is wanted is gone, or not for this person. */
export class Refused extends Error {}

/** How long until the next attempt, doubled after each one in vain up to the longest. ms */
const againAfter = 500;
const againAtLatest = 10_000;

/**
 * Fetches what papers need over a link that comes and goes. A failed attempt leaves nothing behind: it is made again
 * until it succeeds, at once when somebody says that the link is back.
 */
export class PatientLink {
	/** so many have failed at least once and wait for the link */
	#waiting = $state(0);
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows who rests
	readonly #resting = new Set<() => void>();
	readonly #stop = new AbortController();

	constructor() {
		globalThis.addEventListener?.('online', () => this.retry(), { signal: this.#stop.signal });
	}

	/** What was asked for has not come, and is asked for again and again. */
	get interrupted(): boolean {
		return this.#waiting > 0;
	}

	/** Rejects with what `signal` gives as its reason, or with `Refused`. */
	async get<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
		let vain = 0;
		try {
			for (;;) {
				signal.throwIfAborted();
				try {
					return await attempt();
				} catch (error) {
					if (error instanceof Refused || signal.aborted) throw error;
				}
				if (vain === 0) this.#waiting += 1;
				await this.#rest(Math.min(againAfter * 2 ** vain, againAtLatest), signal);
				vain += 1;
			}
		} finally {
			if (vain > 0) this.#waiting -= 1;
		}
	}

	/** The link is back, or somebody does not want to wait: everything is tried at once. */
	retry(): void {
		for (const wake of [...this.#resting]) wake();
	}

	close(): void {
		this.#stop.abort();
	}

	#rest(ms: number, signal: AbortSignal): Promise<void> {
		return new Promise((resolve) => {
			const wake = () => {
				clearTimeout(timer);
				this.#resting.delete(wake);
				signal.removeEventListener('abort', wake);
				resolve();
			};
			const timer = setTimeout(wake, ms);
			this.#resting.add(wake);
			signal.addEventListener('abort', wake);
		});
	}
}
