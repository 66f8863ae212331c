/** Who is at it, with the keyboard or the pointer, has it a little longer, in ms. */
const again = 5_000;

interface TimerPorts {
	/** how long a result stands from the moment on that it was first shown, in ms */
	readonly shownFor: number;
	/** the result has the focus: it must not vanish from under it */
	readonly inUse: () => boolean;
	readonly putAway: (voteId: string) => void;
}

/** A published result goes by itself, also while its person is somewhere else in the page; the list of votes keeps it. */
export class ResultTimer {
	readonly #ports: TimerPorts;
	#voteId: string | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(ports: TimerPorts) {
		this.#ports = ports;
	}

	/** @param voteId of the published vote whose result is shown now; null: none is */
	show(voteId: string | null): void {
		if (voteId === null || voteId === this.#voteId) return;
		this.close();
		this.#voteId = voteId;
		this.#wait(voteId, this.#ports.shownFor);
	}

	close(): void {
		clearTimeout(this.#timer);
	}

	#wait(voteId: string, ms: number): void {
		this.#timer = setTimeout(() => {
			if (this.#ports.inUse()) this.#wait(voteId, again);
			else this.#ports.putAway(voteId);
		}, ms);
	}
}
