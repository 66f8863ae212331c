import type { StillTurns } from '#contract/wall.ts';
import type { Signalling } from './signalling.ts';

/** Sends a site's recorded still whenever the server asks for one, as the page sends what its camera sees. */
export class OwnStills {
	/** how many the server has taken */
	sent = 0;
	/** and how many it has not */
	refused = 0;
	readonly #link: Signalling;
	readonly #jpeg: Uint8Array<ArrayBuffer>;
	readonly #timers = new Set<NodeJS.Timeout>();

	constructor(link: Signalling, jpeg: Uint8Array<ArrayBuffer>) {
		this.#link = link;
		this.#jpeg = jpeg;
		link.on('wall/wanted', (turns) => this.#take(turns));
		link.on('welcome', () => this.#take(null));
	}

	get bytes(): number {
		return this.sent * this.#jpeg.byteLength;
	}

	close(): void {
		this.#take(null);
	}

	#take(turns: StillTurns | null): void {
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
		if (!turns) return;
		const { soonMs, afterMs, everyMs } = turns;
		if (soonMs !== null) this.#after(soonMs, () => {});
		const again = () => this.#after(everyMs, again);
		this.#after(afterMs, again);
	}

	#after(ms: number, then: () => void): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			then();
			this.#link.request('wall/still', { jpeg: this.#jpeg }).then(
				() => (this.sent += 1),
				() => (this.refused += 1),
			);
		}, ms);
		this.#timers.add(timer);
	}
}
