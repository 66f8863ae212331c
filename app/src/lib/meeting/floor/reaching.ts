import { mostReached, reachedFor } from '#contract/reach.ts';
import type { Connection } from '#lib/live/connection.ts';

/** A hand that passes over a list rests on nobody. ms */
const rests = 100;

/**
 * Tells the server whom this person is about to give the floor: a picture that is kept ready is sent in its smallest size
 * until then. The server takes larger ones only once they have come for two seconds: a hand that rests on a row for half a
 * second is early by no more than that, and whoever has the list open is early enough.
 */
export class Reaching {
	readonly #connection: Pick<Connection, 'request'>;
	readonly #may: () => boolean;
	/** by participant: when it was told, performance.now() */
	readonly #told = new Map<string, number>();
	#resting: ReturnType<typeof setTimeout> | undefined;

	/** `may`: whether this person gives the floor. */
	constructor(connection: Pick<Connection, 'request'>, may: () => boolean) {
		this.#connection = connection;
		this.#may = may;
	}

	/** For somebody's row: whoever rests on it with the pointer, or comes to it by keys, reaches for them. */
	row(participantId: string): (element: Element) => () => void {
		return (element) => {
			const stop = new AbortController();
			element.addEventListener('pointerenter', () => this.#near(participantId), { signal: stop.signal });
			element.addEventListener('focusin', () => this.reach([participantId]), { signal: stop.signal });
			return () => stop.abort();
		};
	}

	/** Told once, and again where it would soon be forgotten. */
	reach(participantIds: readonly string[]): void {
		if (!this.#may()) return;
		const now = performance.now();
		const due = participantIds.filter((id) => now - (this.#told.get(id) ?? -Infinity) > reachedFor / 2);
		if (due.length === 0) return;
		for (const id of due) this.#told.set(id, now);
		// Without it the picture is sharp a moment later.
		void this.#connection.request('stage/reach', { participantIds: due.slice(0, mostReached) });
	}

	/** As long as it is likely, and somebody looks at the page; returns the way to stop. */
	stay(participantId: string): () => void {
		this.reach([participantId]);
		const timer = setInterval(() => {
			if (!document.hidden) this.reach([participantId]);
		}, reachedFor * 0.6);
		return () => clearInterval(timer);
	}

	#near(participantId: string): void {
		clearTimeout(this.#resting);
		this.#resting = setTimeout(() => this.reach([participantId]), rests);
	}

	/** Idempotent. */
	close(): void {
		clearTimeout(this.#resting);
	}
}
