/** So long a worker may leave a question unanswered. ms */
const patience = 3_000;

/**
 * Where none of several answers it is the machine that stands still rather than each of them: they have so long to come
 * back. ms
 */
const patienceWithAll = 15_000;

/** Which workers do not answer any more: a process that stands still is not dead, and nobody is told of it. */
export class Silence<Worker> {
	readonly #everyMs: number;
	/** Unanswered questions, and when they were asked; ms. */
	readonly #asked = new Map<Worker, number>();
	#lookedAt: number | undefined;
	/** as many as there have been at once */
	#most = 0;

	/** `everyMs`: how often `look` is called. */
	constructor(everyMs: number) {
		this.#everyMs = everyMs;
	}

	isSilent(worker: Worker): boolean {
		return this.#asked.has(worker);
	}

	ask(worker: Worker, now: number): void {
		this.#asked.set(worker, now);
	}

	answer(worker: Worker): void {
		this.#asked.delete(worker);
	}

	/** Those of `workers` that are to be given up. `now` in ms, of a clock that never goes back. */
	look(workers: readonly Worker[], now: number): Worker[] {
		for (const worker of this.#asked.keys()) if (!workers.includes(worker)) this.#asked.delete(worker);
		// Whose own timers are late may have answers lying before it.
		const late = this.#lookedAt !== undefined && now - this.#lookedAt > 2 * this.#everyMs;
		this.#lookedAt = now;
		if (late) for (const worker of this.#asked.keys()) this.#asked.set(worker, now);
		this.#most = Math.max(this.#most, workers.length);
		// One that is left of several has everybody come to it, until the others are back: it is all that there is.
		const all = this.#most > 1 && workers.every((worker) => this.#asked.has(worker));
		return workers.filter((worker) => now - (this.#asked.get(worker) ?? now) >= (all ? patienceWithAll : patience));
	}
}
