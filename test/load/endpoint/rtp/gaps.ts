/** The longest time without a packet, as they came and as they would have come, had each been sent when it was due. ms */
export interface LongestGap {
	readonly ms: number;
	readonly sentInTimeMs: number;
}

/** Looks for the longest gap between packets. Times in ms, any one clock. */
export class Gaps {
	readonly #asCome = new Gap();
	readonly #sentInTime = new Gap();

	/** `late`: how late it was sent. */
	note(time: number, late: number): void {
		this.#asCome.note(time);
		this.#sentInTime.note(time - late);
	}

	/** The longest since this was asked last, also one that lasts; all packets that came until `looked` are noted. */
	take(looked: number): LongestGap {
		return { ms: this.#asCome.take(looked), sentInTimeMs: this.#sentInTime.take(looked) };
	}
}

class Gap {
	#latest: number | undefined;
	#longest = 0;

	note(time: number): void {
		this.#longest = Math.max(this.#longest, time - (this.#latest ?? time));
		this.#latest = Math.max(time, this.#latest ?? time);
	}

	/** 0 before the first packet. */
	take(looked: number): number {
		const longest = Math.max(this.#longest, looked - (this.#latest ?? looked));
		this.#longest = 0;
		return longest;
	}
}
