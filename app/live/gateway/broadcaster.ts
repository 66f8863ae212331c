import type { Recorded } from '#meeting/record.ts';

/** ms within which events are sent together: 320 sites that come at once must not become 320 × 320 messages. */
const tick = 40;

/** Gathers what a meeting records and sends it on: at once after a quiet moment, together when much happens. */
export class Broadcaster {
	readonly #send: (records: readonly Recorded[]) => void;
	readonly #failed: (error: unknown) => void;
	#waiting: Recorded[] = [];
	#timer: NodeJS.Timeout | undefined;

	/** `failed`: what was to be sent was not; who misses it sees a gap, and asks for everything anew. */
	constructor(send: (records: readonly Recorded[]) => void, failed: (error: unknown) => void) {
		this.#send = send;
		this.#failed = failed;
	}

	add(records: readonly Recorded[]): void {
		this.#waiting.push(...records);
		if (this.#timer) return;
		this.flush();
	}

	/** Sends now what waits. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#waiting.length === 0) return;
		const records = this.#waiting;
		this.#waiting = [];
		this.#timer = setTimeout(() => this.flush(), tick);
		try {
			this.#send(records);
		} catch (error) {
			// Nobody waits for what a timer does: it would end the process.
			this.#failed(error);
		}
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#waiting = [];
	}
}
