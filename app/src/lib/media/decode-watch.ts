import type { Consumer } from 'mediasoup-client/types';

/** A picture that is to be seen now. */
interface Due {
	/** the source that it shows: one that is made anew is still the same */
	readonly key: string;
	readonly consumer: Pick<Consumer, 'id' | 'getStats'>;
}

interface DecodeWatchPort {
	due(): readonly Due[];
	/** Has the picture made anew, with another decoder. */
	renew(consumerId: string): void;
	/** That did not help: joining anew may. */
	onStuck(): void;
	/** A picture comes and is not decoded; or those that come are. Not told while none comes. */
	onFrozen(frozen: boolean): void;
}

/** Of one picture, since its consumer began. */
interface Decoded {
	readonly received: number;
	readonly decoded: number;
}

/** ms */
const lookEvery = 1_000;

/** A decoder that gives nothing of at least so many frames for so long (ms) gives nothing more. */
const patience = 5_000;
const fewFrames = 5;

interface Seen {
	/** performance.now() of the last frame that was decoded, or of what was done about it */
	since: number;
	/** frames received by then */
	from: number;
	last: Decoded;
	tried: number;
}

/** Whether the pictures that come are decoded: a decoder that hangs leaves its last frame standing, and says nothing. */
export class DecodeWatch {
	readonly #port: DecodeWatchPort;
	readonly #seen = new Map<string, Seen>();
	readonly #timer: ReturnType<typeof setInterval>;
	#lookedAt = performance.now();
	#closed = false;

	constructor(port: DecodeWatchPort) {
		this.#port = port;
		this.#timer = setInterval(() => void this.#look(), lookEvery);
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		clearInterval(this.#timer);
	}

	async #look(): Promise<void> {
		const due = this.#port.due();
		const counts = await Promise.all(
			due.map(({ consumer }) => consumer.getStats().then(countDecoded, () => undefined)),
		);
		const now = performance.now();
		// A page that was frozen counts from here.
		const slept = now - this.#lookedAt > patience;
		this.#lookedAt = now;
		if (this.#closed) return;
		for (const key of this.#seen.keys()) if (!due.some((each) => each.key === key)) this.#seen.delete(key);
		for (const [index, { key, consumer }] of due.entries()) {
			const count = counts[index];
			if (count) this.#note(key, consumer.id, count, now, slept);
		}
	}

	#note(key: string, consumerId: string, count: Decoded, now: number, slept: boolean): void {
		const seen = this.#seen.get(key) ?? { since: now, from: count.received, last: count, tried: 0 };
		this.#seen.set(key, seen);
		const isAnother = count.received < seen.last.received;
		const moves = !isAnother && count.decoded > seen.last.decoded;
		seen.last = count;
		if (moves) {
			seen.tried = 0;
			this.#port.onFrozen(false);
		}
		if (moves || isAnother || slept) {
			seen.since = now;
			seen.from = count.received;
		}
		if (now - seen.since < patience || count.received - seen.from < fewFrames) return;
		seen.since = now;
		seen.from = count.received;
		seen.tried += 1;
		this.#port.onFrozen(true);
		if (seen.tried === 1) this.#port.renew(consumerId);
		else this.#port.onStuck();
	}
}

function countDecoded(stats: RTCStatsReport): Decoded | undefined {
	let count: Decoded | undefined;
	// As the browser gives it: the DOM's own type names no kind of report.
	stats.forEach((report: Record<string, unknown>) => {
		const { type, framesReceived: received, framesDecoded: decoded } = report;
		if (type === 'inbound-rtp' && typeof received === 'number' && typeof decoded === 'number')
			count = { received, decoded };
	});
	return count;
}
