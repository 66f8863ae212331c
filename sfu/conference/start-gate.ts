import type { SourceKey } from './stage-diff.ts';

/** Who is ready first waits no longer than so many quiet times for the others. */
const mostQuiets = 10;

interface Gathering {
	readonly starts: (() => void)[];
	readonly until: number;
	timer: NodeJS.Timeout;
}

/**
 * Lets the receivers of a picture that is new everywhere start together: the first key frame then serves them all.
 * Starting one by one, those who miss it would wait for the next, which is half a second away (keyFrameRequestDelay), or
 * longer where the sender answers requests no faster than every 300 ms, as browsers do.
 */
export class StartGate {
	readonly #quiet: number;
	readonly #gatherings = new Map<SourceKey, Gathering>();

	/** `quiet`: when nobody more has become ready for so long, those who are start; ms. 0: everybody at once. */
	constructor(quiet: number) {
		this.#quiet = quiet;
	}

	/** `start` is called soon. */
	gather(key: SourceKey, start: () => void): void {
		if (this.#quiet === 0) return start();
		const now = performance.now();
		const gathering = this.#gatherings.get(key);
		if (!gathering) {
			const timer = setTimeout(() => this.#open(key), this.#quiet);
			this.#gatherings.set(key, { starts: [start], until: now + this.#quiet * mostQuiets, timer });
			return;
		}
		gathering.starts.push(start);
		clearTimeout(gathering.timer);
		gathering.timer = setTimeout(() => this.#open(key), Math.max(0, Math.min(this.#quiet, gathering.until - now)));
	}

	/** Nobody who waits starts any more. */
	close(): void {
		for (const { timer } of this.#gatherings.values()) clearTimeout(timer);
		this.#gatherings.clear();
	}

	#open(key: SourceKey): void {
		const gathering = this.#gatherings.get(key);
		this.#gatherings.delete(key);
		for (const start of gathering?.starts ?? []) start();
	}
}
