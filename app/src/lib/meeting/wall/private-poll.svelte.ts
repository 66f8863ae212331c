/** Where a poll goes on, or back: the next of these that is there, the same one if no other is; null: nobody is. */
export function stepInPoll(
	ids: readonly string[],
	from: string | null,
	by: 1 | -1,
	isThere: (id: string) => boolean,
): string | null {
	const at = from === null ? (by === 1 ? -1 : 0) : ids.indexOf(from);
	for (let step = 1; step <= ids.length; step++) {
		const id = ids[(((at + by * step) % ids.length) + ids.length) % ids.length];
		if (id !== undefined && isThere(id)) return id;
	}
	return null;
}

/** Polling (xem luân phiên) for this device alone: chosen entries of the wall, one after the other. */
export class PrivatePoll {
	/** null: nothing is polled */
	ids = $state.raw<readonly string[] | null>(null);
	/** shown now; null: nobody of them is there */
	current = $state<string | null>(null);
	seconds = $state(15);
	paused = $state(false);
	/** the hand is at the way to the next one */
	near = $state(false);
	readonly #isThere: (id: string) => boolean;
	#timer: ReturnType<typeof setInterval> | undefined;

	/** `isThere` is asked again and again; what it reads is tracked. */
	constructor(isThere: (id: string) => boolean) {
		this.#isThere = isThere;
	}

	/** whoever comes after the one that is shown: its picture is made ready */
	get next(): string | null {
		return this.ids && stepInPoll(this.ids, this.current, 1, this.#isThere);
	}

	/**
	 * Whose pictures are drawn: whom it shows and, behind it, who is reached for. What is drawn large comes large: a camera
	 * that nobody is shown sends nothing, and the server takes larger layers only once they have come for two seconds.
	 */
	get drawn(): readonly string[] {
		const { current } = this;
		const next = this.near && this.next !== current ? this.next : null;
		return [current, next].filter((id) => id !== null);
	}

	start(ids: readonly string[], seconds: number): void {
		this.ids = ids;
		this.seconds = seconds;
		this.current = null;
		this.paused = false;
		this.step(1);
	}

	/** By hand, or when the time is up; the one that comes has its full time. */
	step(by: 1 | -1): void {
		if (!this.ids) return;
		this.current = stepInPoll(this.ids, this.current, by, this.#isThere);
		this.#run();
	}

	pause(paused: boolean): void {
		this.paused = paused;
		this.#run();
	}

	/** Idempotent. */
	stop(): void {
		this.ids = null;
		this.current = null;
		this.near = false;
		clearInterval(this.#timer);
	}

	#run(): void {
		clearInterval(this.#timer);
		if (this.ids && !this.paused) this.#timer = setInterval(() => this.step(1), this.seconds * 1000);
	}
}
