import { createContext } from 'svelte';
import type { Attachment } from 'svelte/attachments';

/** What the browser lets nobody hear or see before a gesture. */
export type Blocked = 'sound' | 'picture';

/** The system stops what plays for as long as a call or a saving of power lasts: it is not asked again more often. */
const insistence = { times: 3, within: 5_000 } as const;

const returns = ['visibilitychange', 'pageshow', 'focus', 'resume'] as const;
const gestures = ['pointerup', 'touchend', 'click', 'keydown'] as const;

/**
 * Plays all sound and pictures of a page, and keeps them playing: what the system paused (a call, a hidden page, Low
 * Power Mode) goes on when the page is returned to, and on any gesture. `blocked` stands as long as something does not.
 */
export class Playback {
	blocked = $state<Blocked | null>(null);

	/** when each was paused by somebody else */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows the players
	readonly #players = new Map<HTMLMediaElement, number[]>();
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- `blocked` shows what follows from it
	readonly #refused = new Set<HTMLMediaElement>();
	readonly #attachments = new WeakMap<MediaStream, Attachment<HTMLMediaElement>>();
	/** what is played by elements outside the page, with the end of each */
	// eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing shows them
	readonly #heard = new Map<MediaStream, () => void>();
	readonly #stop = new AbortController();
	#speakerId: string | null = null;

	constructor() {
		const options = { capture: true, passive: true, signal: this.#stop.signal };
		for (const name of [...returns, ...gestures]) addEventListener(name, () => this.resume(), options);
	}

	/**
	 * Attach it to the element that plays the stream. The same stream gives the same attachment: what else is told of its
	 * track, as that it is muted, leaves element and stream alone.
	 */
	of(stream: MediaStream): Attachment<HTMLMediaElement> {
		const known = this.#attachments.get(stream);
		if (known) return known;
		const attachment: Attachment<HTMLMediaElement> = (element) => this.#keep(element, stream);
		this.#attachments.set(stream, attachment);
		return attachment;
	}

	/**
	 * These sounds play from now on, and no others: what plays already goes on. Nobody looks at them, so their elements are
	 * not in the page: there the browser would build controls for each, and draw the page anew for every one that comes.
	 */
	listen(streams: readonly MediaStream[]): void {
		for (const [stream, stop] of this.#heard) {
			if (streams.includes(stream)) continue;
			this.#heard.delete(stream);
			stop();
		}
		for (const stream of streams)
			if (!this.#heard.has(stream)) this.#heard.set(stream, this.#keep(new Audio(), stream));
	}

	/** All sound comes out of this loudspeaker from now on; null: the system's default. */
	useSpeaker(speakerId: string | null): void {
		this.#speakerId = speakerId;
		for (const element of this.#players.keys()) this.#direct(element);
	}

	/** Plays what does not play though it should. From a gesture, what was blocked plays, too. */
	resume(): void {
		if (document.visibilityState === 'hidden') return;
		for (const [element, pauses] of this.#players) {
			if (!element.paused) continue;
			pauses.length = 0;
			void this.#play(element);
		}
	}

	/** Idempotent. */
	close(): void {
		this.#stop.abort();
		this.listen([]);
		this.#players.clear();
		this.#refused.clear();
		this.blocked = null;
	}

	#keep(element: HTMLMediaElement, stream: MediaStream): () => void {
		element.srcObject = stream;
		this.#players.set(element, []);
		const pausing = new AbortController();
		element.addEventListener('pause', () => this.#handlePause(element), { signal: pausing.signal });
		element.addEventListener('playing', () => this.#take(element, true), { signal: pausing.signal });
		this.#direct(element);
		void this.#play(element);
		return () => {
			pausing.abort();
			this.#players.delete(element);
			this.#take(element, true);
			element.srcObject = null;
		};
	}

	/** Nobody here pauses: it was the system. */
	#handlePause(element: HTMLMediaElement): void {
		const now = performance.now();
		const pauses = this.#players.get(element)?.filter((at) => now - at < insistence.within);
		if (!pauses) return;
		this.#players.set(element, [...pauses, now]);
		if (pauses.length < insistence.times) void this.#play(element);
		else this.#take(element, false);
	}

	async #play(element: HTMLMediaElement): Promise<void> {
		try {
			await element.play();
			this.#take(element, true);
		} catch (error) {
			// What a newer stream interrupts is no fault; a hidden page is tried again when somebody looks.
			if (this.#players.has(element) && error instanceof DOMException && error.name === 'NotAllowedError')
				this.#take(element, false);
		}
	}

	/** Whether the element plays. */
	#take(element: HTMLMediaElement, plays: boolean): void {
		if (plays) this.#refused.delete(element);
		else this.#refused.add(element);
		const refused = [...this.#refused];
		this.blocked = refused.some((each) => each.localName === 'audio') ? 'sound' : refused.length > 0 ? 'picture' : null;
	}

	#direct(element: HTMLMediaElement): void {
		if (element.localName !== 'audio' || !('setSinkId' in element)) return;
		// A loudspeaker that is gone leaves the system's default.
		if (this.#speakerId !== null || element.sinkId !== '') element.setSinkId(this.#speakerId ?? '').catch(() => {});
	}
}

export const [usePlayback, setPlayback] = createContext<Playback>();
