/** Of one picture's packets so far: how many its receiver has asked for again, and how many it was sent again. */
export interface RepairCount {
	readonly consumerId: string;
	readonly asked: number;
	readonly repaired: number;
}

/** So many packets must have been asked for since the last look: a few may be too old to be sent again. */
const enough = 20;

/** Looks in a row. */
const lastingLooks = 2;

/**
 * Finds pictures of which nothing that was lost is sent again. Where mediasoup changes between layers whose clocks it
 * cannot bring together, time goes back within the stream; its buffer then keeps no packet that is sent, for as long as
 * the consumer lives, and on a link that loses some the picture never becomes whole.
 */
export class Unrepaired {
	#seen: ReadonlyMap<string, RepairCount & { readonly looks: number }> = new Map();

	/** To be looked at soon again. */
	get doubts(): boolean {
		return [...this.#seen.values()].some(({ looks }) => looks > 0);
	}

	/** @returns the ids of those consumers */
	take(counts: readonly RepairCount[]): string[] {
		const now = counts.map((count) => {
			const before = this.#seen.get(count.consumerId);
			const inVain = before && count.asked - before.asked >= enough && count.repaired === before.repaired;
			return { ...count, looks: inVain ? before.looks + 1 : 0 };
		});
		this.#seen = new Map(now.map((each) => [each.consumerId, each]));
		return now.flatMap(({ consumerId, looks }) => (looks >= lastingLooks ? [consumerId] : []));
	}
}
