import type { MediaKind, RtpParameters } from 'mediasoup/types';
import type { Passages } from '../rtp/passages.ts';
import type { SentStream } from './sent-stream.ts';

export interface SentCounters {
	/** First sendings only. */
	readonly packets: number;
	/** Of payload. */
	readonly bytes: number;
	/** Packets sent again because the server asked (NACK). */
	readonly resent: number;
	/** Ticks at which all layers got a key frame. */
	readonly keyFrames: number;
	/** PLI and FIR that came. */
	readonly keyFrameRequests: number;
	/** Frames left out because this process was too late for them. */
	readonly skipped: number;
}

/** A track that a SendingTransport sends. */
export interface SentTrack {
	readonly kind: MediaKind;
	/** For the server's `produce`. */
	readonly rtpParameters: RtpParameters;
	readonly counters: SentCounters;
	/** When what was captured. */
	readonly passages: Passages;
	/** How many layers are sent: 0 none, else that many of the lowest; a microphone has one. */
	setLayers(count: number): void;
	/** Sends nothing from now on. Idempotent. */
	close(): void;
}

/** What the transport itself needs of its tracks. */
export interface DrivenTrack extends SentTrack {
	readonly streams: readonly SentStream[];
	readonly closed: boolean;
	/** Sends what is due; says when to call again, in ms since 1970. */
	handleTime(now: number): number;
	handleKeyFrameRequest(now: number): void;
}

/** When the next frame is due, by the clock and not by timers that come late. Times in ms. */
export class FrameClock {
	readonly #interval: number;
	/** Further behind, frames are left out, as a camera leaves them out when its encoder cannot follow. */
	readonly #patience = 200;
	#next: number | undefined;
	#skipped = 0;

	constructor(interval: number) {
		this.#interval = interval;
	}

	get skipped(): number {
		return this.#skipped;
	}

	/** The time of a frame that is due, and undefined when none is any more. */
	take(now: number): number | undefined {
		this.#next ??= now;
		while (now - this.#next > this.#patience) {
			this.#next += this.#interval;
			this.#skipped++;
		}
		if (this.#next > now) return undefined;
		const due = this.#next;
		this.#next += this.#interval;
		return due;
	}

	/** After `take` gave undefined. */
	get next(): number {
		return this.#next ?? 0;
	}

	/** After a rest: the device went on all the time, so the next frame comes when it has one, and none is made up for. */
	resume(now: number): void {
		if (this.#next === undefined || this.#next >= now) return;
		this.#next += Math.ceil((now - this.#next) / this.#interval) * this.#interval;
	}
}
