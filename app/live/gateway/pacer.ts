/** How long one turn of the event loop may go on with what waits here, in ms: others wait no longer for theirs. */
const slice = 2;

/** Spreads work that comes all at once, as hundreds of welcomes do, or a message to hundreds, over turns of the event loop, in order. */
export class Pacer {
	readonly #waiting: (() => void)[] = [];
	#turn: NodeJS.Immediate | undefined;

	/** Resolves when the task has been done; rejects with what it throws. */
	run(task: () => void): Promise<void> {
		return new Promise((resolve, reject) => {
			this.#waiting.push(() => {
				try {
					task();
					resolve();
				} catch (error) {
					reject(error);
				}
			});
			this.#turn ??= setImmediate(() => this.#work());
		});
	}

	/** What still waits is not done. */
	close(): void {
		clearImmediate(this.#turn);
		this.#waiting.length = 0;
	}

	#work(): void {
		this.#turn = undefined;
		const until = performance.now() + slice;
		do this.#waiting.shift()?.();
		while (this.#waiting.length > 0 && performance.now() < until);
		if (this.#waiting.length > 0) this.#turn = setImmediate(() => this.#work());
	}
}
