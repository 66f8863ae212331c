/** ms that a missing packet may come late or be sent again before it counts as lost: a player's patience. */
const patience = 1000;
/** ms between two requests for the same packet: what libwebrtc takes for a round trip it does not know. */
const askEvery = 100;
const mostRequests = 10;
/** A larger jump is not asked for packet by packet. */
const largestGap = 1000;

const none: readonly number[] = [];

interface Missing {
	readonly since: number;
	requests: number;
	askAt: number;
}

/**
 * Follows the sequence numbers of one RTP stream over their wrap at 65,536 (RFC 3550 appendix A.1) and knows which
 * packets are missing. Indexes count on where sequence numbers wrap. Times in ms, any one clock.
 */
export class SequenceWindow {
	readonly #missing = new Map<number, Missing>();
	#first = -1;
	#highest = -1;
	#received = 0;
	#lost = 0;
	#recovered = 0;
	#duplicates = 0;
	/** of the last packet that was waited for in vain */
	#lostIndex = -1;

	/** −1 before the first packet. */
	get highest(): number {
		return this.#highest;
	}

	/** Different packets that came. */
	get received(): number {
		return this.#received;
	}

	/** Packets between the first and the highest, whether they came or not. */
	get expected(): number {
		return this.#highest < 0 ? 0 : this.#highest - this.#first + 1;
	}

	/** Packets that were waited for in vain. */
	get lost(): number {
		return this.#lost;
	}

	/** Packets that came out of order or were sent again. */
	get recovered(): number {
		return this.#recovered;
	}

	get duplicates(): number {
		return this.#duplicates;
	}

	/** Missing now, and not yet given up. */
	get missing(): number {
		return this.#missing.size;
	}

	/** Something after this index has not come. */
	lacksSince(index: number): boolean {
		if (this.#lostIndex > index) return true;
		for (const missing of this.#missing.keys()) if (missing > index) return true;
		return false;
	}

	/** Takes note of a packet; gives its index. */
	accept(sequence: number, now: number): number {
		if (this.#highest < 0) {
			this.#first = this.#highest = sequence;
			this.#received = 1;
			return sequence;
		}
		const index = this.indexOf(sequence);
		const step = index - this.#highest;
		if (step === 1) {
			this.#highest = index;
			this.#received++;
		} else if (step > 1) {
			this.#handleGap(step - 1, now);
			this.#highest = index;
			this.#received++;
		} else if (this.#missing.delete(index)) {
			this.#recovered++;
			this.#received++;
		} else {
			this.#duplicates++;
		}
		return index;
	}

	/** The index that a sequence number near the highest stands for. */
	indexOf(sequence: number): number {
		const step = (sequence - this.#highest) & 0xffff;
		return this.#highest + (step < 0x8000 ? step : step - 0x10000);
	}

	/** Gives up what is missing too long; says which sequence numbers to ask for now. */
	takeRequests(now: number): readonly number[] {
		if (this.#missing.size === 0) return none;
		const wanted: number[] = [];
		for (const [index, missing] of this.#missing) {
			if (now - missing.since >= patience) {
				this.#missing.delete(index);
				this.#lost++;
				this.#lostIndex = Math.max(this.#lostIndex, index);
			} else if (now >= missing.askAt && missing.requests < mostRequests) {
				missing.requests++;
				missing.askAt = now + askEvery;
				wanted.push(index & 0xffff);
			}
		}
		return wanted;
	}

	#handleGap(size: number, now: number): void {
		if (size > largestGap) {
			this.#lost += size;
			this.#lostIndex = this.#highest + size;
			return;
		}
		for (let index = this.#highest + 1; index <= this.#highest + size; index++) {
			this.#missing.set(index, { since: now, requests: 0, askAt: now });
		}
	}
}
