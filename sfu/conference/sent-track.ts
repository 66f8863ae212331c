import type { Producer } from 'mediasoup/types';
import { keyFrameRequestDelay } from './media-codecs.ts';

/**
 * One source that an endpoint sends: its producer is paused while its person mutes it, or while it is held back. Of one that
 * comes over a line it is paused where the endpoint is: what comes here before the news of its unmuting is not lost.
 */
export class SentTrack {
	readonly producer: Producer;
	readonly #onMuted: () => void;
	readonly #isPausedThere: boolean;
	#muted: boolean;
	#holds = 0;
	#passes = false;
	/** performance.now() of the last letting go */
	#letGoAt = -Infinity;

	/** As it was produced. `onMuted`: its person muted or unmuted it. `mutedThere`: it comes over a line, and is muted. */
	constructor(producer: Producer, onMuted: () => void, mutedThere?: boolean) {
		this.producer = producer;
		this.#isPausedThere = mutedThere !== undefined;
		this.#muted = mutedThere ?? producer.paused;
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

	/** It comes over a line from another node. */
	get overLine(): boolean {
		return this.#isPausedThere;
	}

	/** It is muted here, not only there, and does not pass all the same: nothing comes of it. */
	get stopped(): boolean {
		return this.#muted && !this.#isPausedThere && !this.#passes;
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

	/** Muted or not it passes: its device alone decides whether it sends anything. Rejects with what mediasoup refuses. */
	async pass(passes: boolean): Promise<void> {
		this.#passes = passes;
		await this.#settle();
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
			await (this.stopped || this.#holds > 0 ? this.producer.pause() : this.producer.resume());
		} catch (error) {
			if (!this.closed) throw error;
		}
	}
}
