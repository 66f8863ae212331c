import type { SourceKey } from './stage-diff.ts';

/** Between attempts, in ms; after the last one only what changes makes another. */
const delays = [500, 1_000, 2_000, 4_000, 8_000] as const;

interface Attempt {
	readonly producerId: string;
	failed: number;
	running: boolean;
	timer: NodeJS.Timeout | undefined;
}

/**
 * What is made for each source: of one producer never twice at once, and anew, ever later, where it failed. No source
 * waits for another's: a worker that does not answer keeps back only what comes from it.
 */
export class Attempts {
	readonly #attempts = new Map<SourceKey, Attempt>();
	readonly #again: () => void;

	/** `again`: what is missing is to be begun once more. */
	constructor(again: () => void) {
		this.#again = again;
	}

	/** Begins, unless it is under way. `make` resolves to false where it failed, and never rejects. */
	async begin(key: SourceKey, producerId: string, make: () => Promise<boolean>): Promise<void> {
		const former = this.#attempts.get(key);
		if (former?.producerId === producerId && former.running) return;
		clearTimeout(former?.timer);
		const failed = former?.producerId === producerId ? former.failed : 0;
		const attempt: Attempt = { producerId, failed, running: true, timer: undefined };
		this.#attempts.set(key, attempt);
		const made = await make();
		attempt.running = false;
		// Another producer has taken its place.
		if (this.#attempts.get(key) !== attempt) return;
		const delay = delays[attempt.failed];
		if (made || delay === undefined) {
			this.#attempts.delete(key);
			return;
		}
		attempt.failed += 1;
		attempt.timer = setTimeout(this.#again, delay);
	}

	/** Nothing is begun again. */
	close(): void {
		for (const { timer } of this.#attempts.values()) clearTimeout(timer);
		this.#attempts.clear();
	}
}
