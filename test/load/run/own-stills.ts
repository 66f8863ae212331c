import { TurnTimers } from '#contract/turn-timers.ts';
import type { Signalling } from './signalling.ts';

/** Sends a site's recorded still whenever the server asks for one, as the page sends what its camera sees. */
export class OwnStills {
	/** how many the server has taken */
	sent = 0;
	/** and how many it has not */
	refused = 0;
	readonly #link: Signalling;
	readonly #jpeg: Uint8Array<ArrayBuffer>;
	readonly #timers = new TurnTimers(() => this.#send());

	constructor(link: Signalling, jpeg: Uint8Array<ArrayBuffer>) {
		this.#link = link;
		this.#jpeg = jpeg;
		link.on('wall/wanted', (turns) => this.#timers.take(turns));
		link.on('welcome', () => this.#timers.take(null));
	}

	get bytes(): number {
		return this.sent * this.#jpeg.byteLength;
	}

	close(): void {
		this.#timers.take(null);
	}

	#send(): void {
		this.#link.request('wall/still', { jpeg: this.#jpeg }).then(
			() => (this.sent += 1),
			() => (this.refused += 1),
		);
	}
}
