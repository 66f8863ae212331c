/** So long a worker may leave a question unanswered. ms */
const patience = 3_000;

/**
 * Where none of several answers it is the machine that stands still rather than each of them, and one that is at work is
 * behind rather than hung: they have so long to come back. ms
 */
const longPatience = 15_000;

/** Who has owed an answer for so long counts as silent where it is asked whether all are. ms */
const owing = 1_000;

/** Who looks so late after the last time may have answers lying before it. ms */
const late = 2_000;

/** Questions in order, as they are answered, and when the last answer came; ms. */
interface Owed {
	readonly asked: number[];
	answeredAt: number;
}

/**
 * Which workers do not answer any more: a process that stands still is not dead, and nobody is told of it. One that is behind
 * with its work answers late, but goes on answering: to give that up would bring its work to the others.
 */
export class Silence<Worker> {
	readonly #owed = new Map<Worker, Owed>();
	#lookedAt: number | undefined;
	/** as many as there have been at once */
	#most = 0;

	/** For how long it has left a question unanswered. ms */
	owes(worker: Worker, now: number): number {
		return now - (this.#owed.get(worker)?.asked[0] ?? now);
	}

	ask(worker: Worker, now: number): void {
		const owed = this.#owed.get(worker) ?? { asked: [], answeredAt: now };
		this.#owed.set(worker, owed);
		owed.asked.push(now);
	}

	/** The first of its questions. */
	answer(worker: Worker, now: number): void {
		const owed = this.#owed.get(worker);
		if (!owed) return;
		owed.asked.shift();
		owed.answeredAt = now;
		if (owed.asked.length === 0) this.#owed.delete(worker);
	}

	/**
	 * Those of `workers` that are to be given up. `now` in ms, of a clock that never goes back; `isAtWork`: asked of
	 * those that have been silent for long.
	 */
	look(workers: readonly Worker[], now: number, isAtWork: (worker: Worker) => boolean = () => false): Worker[] {
		for (const worker of this.#owed.keys()) if (!workers.includes(worker)) this.#owed.delete(worker);
		const isLate = this.#lookedAt !== undefined && now - this.#lookedAt > late;
		this.#lookedAt = now;
		if (isLate) for (const owed of this.#owed.values()) owed.answeredAt = now;
		this.#most = Math.max(this.#most, workers.length);
		// One that is left of several has everybody come to it, until the others are back: it is all that there is.
		const all = this.#most > 1 && workers.every((worker) => this.#silentFor(worker, now) >= owing);
		return workers.filter((worker) => {
			const silent = this.#silentFor(worker, now);
			return silent >= longPatience || (silent >= patience && !all && !isAtWork(worker));
		});
	}

	/** For how long it has answered nothing, though it owes an answer. ms */
	#silentFor(worker: Worker, now: number): number {
		return now - (this.#owed.get(worker)?.answeredAt ?? now);
	}
}
