import type { Still } from '#contract/wall.ts';

/** A still that is older tells nothing of how a room looks now, in ms. */
const staleAfter = 60_000;

/** The latest still of each entry, in memory and nowhere else. */
export class LatestStills {
	readonly #stills = new Map<string, Still>();
	readonly #clock: () => number;
	#lastAt = 0;

	/** `clock` in ms since the epoch. */
	constructor(clock: () => number) {
		this.#clock = clock;
	}

	/** Takes a copy: what comes from a socket may lie in a larger piece of memory. */
	put(participantId: string, jpeg: Uint8Array): void {
		this.#lastAt = Math.max(this.#clock(), this.#lastAt + 1);
		this.#stills.set(participantId, { participantId, at: this.#lastAt, jpeg: new Uint8Array(jpeg) });
	}

	get(participantId: string): Still | undefined {
		const still = this.#stills.get(participantId);
		return still && this.#clock() - still.at <= staleAfter ? still : undefined;
	}

	drop(participantId: string): void {
		this.#stills.delete(participantId);
	}

	/** Entries whose stills are younger than `since`. */
	youngerThan(since: number): string[] {
		return [...this.#stills.values()].filter(({ at }) => at > since).map(({ participantId }) => participantId);
	}

	clear(): void {
		this.#stills.clear();
	}
}
