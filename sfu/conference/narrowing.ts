/** mediasoup tells of its estimate at once where it has fallen by a quarter, else once a second. */
const much = 0.75;

/** What mediasoup believes of a way, and what would go there if it carried all that is wanted; bit/s. */
export interface Estimate {
	readonly availableBitrate: number;
	readonly desiredBitrate: number;
}

/** Notices when the worker finds that a way carries much less than it believed. */
export class Narrowing {
	#known = 0;

	/** Where as much is believed as is wanted nothing has to become smaller: what is believed falls with what is wanted, too. */
	take({ availableBitrate: available, desiredBitrate }: Estimate): boolean {
		const narrowed = available < this.#known * much && available < desiredBitrate;
		this.#known = available;
		return narrowed;
	}
}
