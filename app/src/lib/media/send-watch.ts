import type { Source } from '#sfu/link/contract-endpoint.ts';

/** Whether what is sent of a source really leaves: `none`: nothing is to leave; `stalled`: it should, and does not. */
export type Flow = 'none' | 'flowing' | 'stalled';

/** What is done about it, the next where the one before did not help. */
export type Remedy = 'apply' | 'republish' | 'rejoin';

/** Of one source, since its sender began. */
export interface SentCount {
	/** frames of a picture, packets of sound */
	readonly sent: number;
	/** frames that its device gave; null: the browser does not tell, or it is sound */
	readonly captured: number | null;
	/** the browser finds that the link carries no picture */
	readonly starved: boolean;
	/** the processor is too slow for all of a picture that should leave */
	readonly encodesLess: boolean;
	/** of each of its encodings: whether it is on; undefined: the browser does not tell */
	readonly on: readonly (boolean | undefined)[];
}

/** So long nothing may leave before something is done about it. ms */
const patience = 3_000;

const remedies: readonly Remedy[] = ['apply', 'republish', 'rejoin'];

/** A picture needs this much; Chromium sends none below it. bit/s */
const leastForPicture = 60_000;

/** Whether one source leaves as it should, looked at every second. */
export class SendWatch {
	readonly #source: Source;
	#sent = 0;
	#captured = 0;
	#lookedAt = -Infinity;
	/** when something left last, or should have begun to */
	#since: number | undefined;
	/** Something has left since it should. */
	#flows = false;
	#tried = 0;

	constructor(source: Source) {
		this.#source = source;
	}

	/**
	 * `count`: undefined where nothing is to leave: nobody takes it, it is muted, or there is no way to the server. `now`
	 * in ms, of a clock that never goes back.
	 */
	look(now: number, count: SentCount | undefined): { flow: Flow; remedy: Remedy | null } {
		// A page that was frozen counts from here.
		const frozen = now - this.#lookedAt > patience;
		this.#lookedAt = now;
		if (!count) {
			this.#since = undefined;
			this.#flows = false;
			return { flow: 'none', remedy: null };
		}
		const moved = count.sent > this.#sent;
		// A screen on which nothing changes gives no frames.
		const still = this.#source === 'screen' && (count.captured ?? 0) <= this.#captured;
		this.#sent = count.sent;
		this.#captured = count.captured ?? 0;
		if (moved) {
			this.#flows = true;
			this.#tried = 0;
		}
		if (moved || still || frozen) this.#since = now;
		this.#since ??= now;
		if (now - this.#since < patience)
			return { flow: this.#tried > 0 ? 'stalled' : this.#flows ? 'flowing' : 'none', remedy: null };
		// Of a link that carries no picture, more room is all that helps.
		if (count.starved) return { flow: 'stalled', remedy: null };
		this.#since = now;
		const remedy = remedies[Math.min(this.#tried, remedies.length - 1)] ?? null;
		this.#tried += 1;
		return { flow: 'stalled', remedy };
	}
}

/** Reads a sender's statistics. */
export function countSent(stats: RTCStatsReport): SentCount {
	let sent = 0;
	let captured: number | null = null;
	let starved = false;
	let encodesLess = false;
	const on: (boolean | undefined)[] = [];
	// As the browser gives it: the DOM's own type names no kind of report.
	stats.forEach((report: Record<string, unknown>) => {
		const number = (name: string) => (typeof report[name] === 'number' ? report[name] : undefined);
		if (report['type'] === 'outbound-rtp') {
			sent += number('framesSent') ?? number('packetsSent') ?? 0;
			encodesLess ||= report['qualityLimitationReason'] === 'cpu' && report['active'] !== false;
			on.push(typeof report['active'] === 'boolean' ? report['active'] : undefined);
		}
		if (report['type'] === 'media-source' && report['kind'] === 'video') captured = number('frames') ?? null;
		if (report['type'] === 'candidate-pair' && report['nominated'] === true)
			starved = (number('availableOutgoingBitrate') ?? Infinity) < leastForPicture;
	});
	return { sent, captured, starved, encodesLess, on };
}
