interface Waiting {
	readonly page: number;
	readonly begin: () => void;
}

/**
 * One drawing after the other, that of the page which is read first: two at once would be later both, and each has a canvas
 * beside that of what is seen until then.
 */
export class DrawingQueue {
	/** the page that is read */
	page = 1;
	#busy = false;
	readonly #waiting = new Set<Waiting>();

	/** Resolves when it is drawn; one that is stopped lets the others go on at once. Rejects as `draw` does. */
	async run(page: number, signal: AbortSignal, draw: () => Promise<void>): Promise<void> {
		if (this.#busy && !(await this.#turn(page, signal))) return;
		this.#busy = true;
		try {
			if (!signal.aborted) await Promise.race([draw(), stopped(signal)]);
		} finally {
			this.#next();
		}
	}

	/** Resolves false when `signal` came before its turn. */
	#turn(page: number, signal: AbortSignal): Promise<boolean> {
		return new Promise((resolve) => {
			const waiting = { page, begin: () => settle(true) };
			const giveUp = () => settle(false);
			const settle = (mine: boolean) => {
				this.#waiting.delete(waiting);
				signal.removeEventListener('abort', giveUp);
				resolve(mine);
			};
			this.#waiting.add(waiting);
			signal.addEventListener('abort', giveUp);
			if (signal.aborted) giveUp();
		});
	}

	#next(): void {
		const away = ({ page }: Waiting) => Math.abs(page - this.page - 0.1);
		const [first] = [...this.#waiting].toSorted((one, other) => away(one) - away(other));
		// It stays busy until whoever has the turn takes it up.
		this.#busy = first !== undefined;
		first?.begin();
	}
}

const stopped = (signal: AbortSignal): Promise<void> =>
	new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
