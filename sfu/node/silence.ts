/** So long a worker may leave a question unanswered. ms */
const patience = 3_000;

/**
 * Where none of several answers, or one is not given the processor, it is the machine that stands still rather than each of
 * them: they have so long to come back. ms
 */
const patienceWithMachine = 15_000;

/** Who has owed an answer for so long counts as silent where it is asked whether all are. ms */
const owing = 1_000;

/** Who looks so late after the last time may have answers lying before it. ms */
const late = 2_000;

/** Which workers do not answer any more: a process that stands still is not dead, and nobody is told of it. */
export class Silence<Worker> {
	/** Unanswered questions, and when they were asked; ms. */
	readonly #asked = new Map<Worker, number>();
	#lookedAt: number | undefined;
	/** as many as there have been at once */
	#most = 0;

	/** It has a question before it. */
	isAsked(worker: Worker): boolean {
		return this.#asked.has(worker);
	}

	/** For how long it has left a question unanswered. ms */
	owes(worker: Worker, now: number): number {
		return now - (this.#asked.get(worker) ?? now);
	}

	ask(worker: Worker, now: number): void {
		this.#asked.set(worker, now);
	}

	answer(worker: Worker): void {
		this.#asked.delete(worker);
	}

	/**
	 * Those of `workers` that are to be given up. `now` in ms, of a clock that never goes back; `starves`: one is not given the
	 * processor, asked of those that have been silent for long.
	 */
	look(workers: readonly Worker[], now: number, starves: (worker: Worker) => boolean = () => false): Worker[] {
		for (const worker of this.#asked.keys()) if (!workers.includes(worker)) this.#asked.delete(worker);
		const isLate = this.#lookedAt !== undefined && now - this.#lookedAt > late;
		this.#lookedAt = now;
		if (isLate) for (const worker of this.#asked.keys()) this.#asked.set(worker, now);
		this.#most = Math.max(this.#most, workers.length);
		// One that is left of several has everybody come to it, until the others are back: it is all that there is.
		const all = this.#most > 1 && workers.every((worker) => this.owes(worker, now) >= owing);
		return workers.filter((worker) => {
			const owed = this.owes(worker, now);
			return owed >= patienceWithMachine || (owed >= patience && !all && !starves(worker));
		});
	}
}
