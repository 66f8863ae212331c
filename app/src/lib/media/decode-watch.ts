import type { Consumer } from 'mediasoup-client/types';
import type { Frames } from './strain.ts';

/** A picture that is to be seen now. */
interface Due {
	/** the source that it shows: one that is made anew is still the same */
	readonly key: string;
	readonly consumer: Pick<Consumer, 'id' | 'getStats'>;
	/** Frames come of it all the time: of a screen only where something changes on it. */
	readonly moves: boolean;
}

interface DecodeWatchPort {
	due(): readonly Due[];
	/** Has the picture made anew, with another decoder. */
	renew(consumerId: string): void;
	/** That did not help: joining anew may. */
	onStuck(): void;
	/** A picture comes and is not decoded; or those that come are. Not told while none comes. */
	onFrozen(frozen: boolean): void;
	/** Nothing comes of a picture; told again, ever later, until something does. */
	onMissing(consumerId: string): void;
	/** What came of all of them since the last look, each second. */
	onFrames(frames: Frames): void;
}

/** Of one picture, since its consumer began. */
interface Decoded {
	readonly received: number;
	readonly decoded: number;
	/** of those received, by the browser: too late to be decoded, or to be shown */
	readonly dropped: number;
	/** packets that got lost on the way */
	readonly lost: number;
}

/** ms */
const lookEvery = 1_000;

/** A decoder that gives nothing of at least so many frames for so long (ms) gives nothing more. */
const patience = 5_000;
const fewFrames = 5;

/** Of a picture that comes nothing stays away for so long, in ms; told again after twice the time, and so on, to 48 s. */
const missedAfter = 3_000;
const mostDoublings = 4;

interface Seen {
	/** performance.now() of the last frame that was decoded, or of what was done about it */
	since: number;
	/** frames received by then */
	from: number;
	last: Decoded;
	tried: number;
	/** performance.now() of the last frame that came, or of what was said about it */
	cameAt: number;
	missed: number;
}

/**
 * Whether the pictures that are to be seen come, and are decoded: a decoder that hangs leaves its last frame standing,
 * and says nothing; nor does a picture whose first frame got lost, or that somebody on the way believes unwanted.
 */
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
		const frames = { came: 0, dropped: 0, lossy: false };
		for (const [index, each] of due.entries()) {
			const count = counts[index];
			const last = this.#seen.get(each.key)?.last;
			if (count && last && !slept && count.received >= last.received) {
				frames.came += count.received - last.received;
				frames.dropped += count.dropped - last.dropped;
				frames.lossy ||= count.lost > last.lost;
			}
			if (count) this.#note(each, count, now, slept);
		}
		this.#port.onFrames(frames);
	}

	#note(due: Due, count: Decoded, now: number, slept: boolean): void {
		const { key, consumer } = due;
		const begun = { since: now, from: count.received, last: count, tried: 0, cameAt: now, missed: 0 };
		const seen = this.#seen.get(key) ?? begun;
		this.#seen.set(key, seen);
		const isAnother = count.received < seen.last.received;
		this.#noteArrival(seen, due, count, now, isAnother || slept);
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
		if (seen.tried === 1) this.#port.renew(consumer.id);
		else this.#port.onStuck();
	}

	#noteArrival(seen: Seen, { consumer, moves }: Due, { received }: Decoded, now: number, anew: boolean): void {
		const comes = received > seen.last.received || (received > 0 && !moves);
		if (comes) seen.missed = 0;
		if (comes || anew) seen.cameAt = now;
		if (now - seen.cameAt < missedAfter * 2 ** Math.min(seen.missed, mostDoublings)) return;
		seen.cameAt = now;
		seen.missed += 1;
		this.#port.onMissing(consumer.id);
	}
}

/** Of a picture of which no packet has come yet browsers may tell nothing. Undefined: this one does not count. */
function countDecoded(stats: RTCStatsReport): Decoded | undefined {
	let count: Decoded | undefined = { received: 0, decoded: 0, dropped: 0, lost: 0 };
	// As the browser gives it: the DOM's own type names no kind of report.
	stats.forEach((report: Record<string, unknown>) => {
		const { type, framesReceived: received, framesDecoded: decoded } = report;
		if (type !== 'inbound-rtp') return;
		const number = (name: string) => (typeof report[name] === 'number' ? report[name] : 0);
		const [dropped, lost] = [number('framesDropped'), number('packetsLost')];
		const counts = typeof received === 'number' && typeof decoded === 'number';
		count = counts ? { received, decoded, dropped, lost } : undefined;
	});
	return count;
}
