/** Of the latest so many late packets it is known: a minute of several voices. */
const kept = 8_192;

/**
 * How late packets left this process for want of its own time, by the RTP timestamps that they carry to whoever receives
 * them: a gap in a voice that is longer for this is the load tool's.
 */
export class Lateness {
	readonly #late = new Map<number, number>();

	/** `ms` after it was due. */
	note(timestamp: number, ms: number): void {
		if (ms < 1) return;
		this.#late.set(timestamp, ms);
		if (this.#late.size <= kept) return;
		const [oldest = 0] = this.#late.keys();
		this.#late.delete(oldest);
	}

	/** ms; 0 for one that was sent in time, or by somebody else. */
	of(timestamp: number): number {
		return this.#late.get(timestamp) ?? 0;
	}
}
