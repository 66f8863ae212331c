import type { Producer } from 'mediasoup/types';
import { keyFrameRequestDelay } from './media-codecs.ts';

/** One source that an endpoint sends: its producer is paused while its person mutes it, or while it is held back. */
export class SentTrack {
	readonly producer: Producer;
	readonly #onMuted: () => void;
	#muted: boolean;
	#holds = 0;
	/** performance.now() of the last letting go */
	#letGoAt = -Infinity;

	/** As it was produced. `onMuted`: its person muted or unmuted it. */
	constructor(producer: Producer, onMuted: () => void) {
		this.producer = producer;
		this.#muted = producer.paused;
		this.#onMuted = onMuted;
	}

	get id(): string {
		return this.producer.id;
	}

	get closed(): boolean {
		return this.producer.closed;
	}

	get muted(): boolean {
		return this.#muted;
	}

	/** Its sender was asked for a key frame by letting it go so lately that it would not answer the next one. */
	get heldLately(): boolean {
		return performance.now() - this.#letGoAt < keyFrameRequestDelay;
	}

	async mute(muted: boolean): Promise<void> {
		const changes = muted !== this.#muted;
		this.#muted = muted;
		await this.#settle();
		if (changes) this.#onMuted();
	}

	/**
	 * Nothing of it passes its worker, and nobody's request for a key frame reaches its sender, until `letGo` is called: then
	 * the worker asks for one by itself. It does what it is asked in order: `held` need not be waited for. Both reject with
	 * what mediasoup refuses.
	 */
	hold(): { readonly held: Promise<void>; readonly letGo: () => Promise<void> } {
		this.#holds += 1;
		const letGo = async () => {
			this.#holds -= 1;
			this.#letGoAt = performance.now();
			await this.#settle();
		};
		return { held: this.#settle(), letGo };
	}

	async #settle(): Promise<void> {
		try {
			await (this.#muted || this.#holds > 0 ? this.producer.pause() : this.producer.resume());
		} catch (error) {
			if (!this.closed) throw error;
		}
	}
}
