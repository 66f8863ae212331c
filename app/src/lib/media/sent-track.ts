import type { Producer } from 'mediasoup-client/types';
import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { sendLayers } from './publishing.ts';

/** A browser that refuses new parameters (a negotiation came between) is asked again after so long. ms */
const askAgainAfter = 200;

/**
 * One source as it is sent: as much of it as somebody takes, and nothing while it is muted. Only the sender's encodings,
 * and the track of sound, are switched for that, which negotiates nothing. A negotiation switches all encodings on: call
 * `settle` after each.
 */
export class SentTrack {
	readonly source: Source;
	/** Undefined until the server has taken it. */
	producer: Producer | undefined;
	/** What the server knows. */
	toldMuted: boolean;
	#muted: boolean;
	#layers: Layers = 0;
	#sender: RTCRtpSender | undefined;
	/** Parameters are read and written in one go: two at once would overwrite each other. */
	#settling: Promise<void> = Promise.resolve();
	#again: ReturnType<typeof setTimeout> | undefined;
	#closed = false;

	constructor(source: Source, muted: boolean) {
		this.source = source;
		this.#muted = muted;
		this.toldMuted = muted;
	}

	/** It is negotiated that this sender sends it. Resolves when no more than what is wanted is sent. */
	async begin(sender: RTCRtpSender): Promise<void> {
		this.#sender = sender;
		await this.settle();
	}

	/** How many layers anybody takes. */
	want(layers: Layers): void {
		this.#layers = layers;
		void this.settle();
	}

	mute(muted: boolean): void {
		this.#muted = muted;
		void this.settle();
	}

	/** Whether something should leave now. */
	get due(): boolean {
		const track = this.producer?.track;
		return !this.#muted && this.#layers > 0 && track?.readyState === 'live' && !track.muted;
	}

	/**
	 * Makes the sender send what is wanted; never rejects, but tries again. `anew`: switches it off and on, where the
	 * browser says that it sends and does not.
	 */
	settle(anew = false): Promise<void> {
		clearTimeout(this.#again);
		this.#settling = this.#settling.then(() => this.#settleNow(anew));
		return this.#settling;
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#again);
		this.producer?.close();
	}

	async #settleNow(anew: boolean): Promise<void> {
		if (!this.#sender || this.#closed) return;
		try {
			if (anew) await this.#send(this.#sender, 0);
			await this.#send(this.#sender, this.#muted ? 0 : this.#layers);
		} catch {
			clearTimeout(this.#again);
			this.#again = setTimeout(() => void this.settle(), askAgainAfter);
		}
	}

	async #send(sender: RTCRtpSender, layers: Layers): Promise<void> {
		await sendLayers(sender, layers);
		if (this.source !== 'microphone') return;
		// Firefox (153) goes on sending sound that is switched off, but none without a track.
		const track = layers > 0 ? this.producer?.track : null;
		if (track !== undefined && sender.track !== track) await sender.replaceTrack(track);
	}
}
