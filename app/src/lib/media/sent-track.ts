import type { Producer } from 'mediasoup-client/types';
import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { sendLayers } from './publishing.ts';

/** A browser that refuses new parameters (a negotiation came between) is asked again after so long. ms */
const askAgainAfter = 200;

/**
 * One source as it is sent: as much of it as somebody takes, and nothing while it is muted. Only the sender's encodings
 * and its track are switched for that, which negotiates nothing. A negotiation switches all encodings on: call `settle`
 * after each. What nobody takes has no track besides, so that nothing leaves in between, and in Firefox (153), which goes
 * on sending sound that is switched off.
 */
export class SentTrack {
	readonly source: Source;
	/** Undefined until the server has taken it. */
	producer: Producer | undefined;
	/** What the server knows. */
	toldMuted: boolean;
	/** Known before the producer is. */
	readonly #firstTrack: MediaStreamTrack;
	#muted: boolean;
	#layers: Layers = 0;
	#least: Layers = 0;
	#sender: RTCRtpSender | undefined;
	/** Parameters are read and written in one go: two at once would overwrite each other. */
	#settling: Promise<void> = Promise.resolve();
	#again: ReturnType<typeof setTimeout> | undefined;
	#closed = false;

	constructor(source: Source, { track, muted }: { readonly track: MediaStreamTrack; readonly muted: boolean }) {
		this.source = source;
		this.#firstTrack = track;
		this.#muted = muted;
		this.toldMuted = muted;
	}

	/** This sender is about to be negotiated for it: nothing leaves before `begin`. */
	hold(sender: RTCRtpSender): void {
		// Its parameters stay as they are: a layer that is switched off now is negotiated as paused.
		void sender.replaceTrack(null).catch(() => {});
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

	/** So much is sent whatever anybody takes. */
	set least(least: Layers) {
		this.#least = least;
		void this.settle();
	}

	mute(muted: boolean): void {
		this.#muted = muted;
		void this.settle();
	}

	/** Whether something should leave now. */
	get due(): boolean {
		const track = this.producer?.track;
		return this.#due > 0 && track?.readyState === 'live' && !track.muted;
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

	/**
	 * Where its encodings are not `on` as wanted, or the browser does not tell: a negotiation that nobody told of may have
	 * switched them. Asking the sender itself would hold the page up, in Chromium, until its network thread answers.
	 */
	settleUnless(on: readonly (boolean | undefined)[]): void {
		const wanted = Math.min(this.#due, on.length);
		if (on.includes(undefined) || on.filter(Boolean).length !== wanted) void this.settle();
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#again);
		this.producer?.close();
	}

	/** So many layers are to leave now. */
	get #due(): Layers {
		return this.#muted ? 0 : (Math.max(this.#layers, this.#least) as Layers);
	}

	async #settleNow(anew: boolean): Promise<void> {
		if (!this.#sender || this.#closed) return;
		try {
			if (anew) await this.#send(this.#sender, 0);
			await this.#send(this.#sender, this.#due);
		} catch {
			clearTimeout(this.#again);
			this.#again = setTimeout(() => void this.settle(), askAgainAfter);
		}
	}

	async #send(sender: RTCRtpSender, layers: Layers): Promise<void> {
		const track = layers > 0 ? (this.producer?.track ?? this.#firstTrack) : null;
		if (track === null) await this.#give(sender, null);
		await sendLayers(sender, layers);
		await this.#give(sender, track);
	}

	async #give(sender: RTCRtpSender, track: MediaStreamTrack | null): Promise<void> {
		if (sender.track !== track) await sender.replaceTrack(track);
	}
}
