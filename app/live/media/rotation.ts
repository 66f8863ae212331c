import { largestView } from '#sfu/link/contract.ts';

/** How long a page of sites is looked at, in ms. */
const pageFor = 10_000;

/** The page after `shown` of those that turn, beginning anew after the last. */
export function nextPage(all: readonly string[], shown: readonly string[], size: number): readonly string[] {
	const last = shown.at(-1);
	const from = last === undefined ? 0 : all.indexOf(last) + 1;
	return [...all.slice(from), ...all.slice(0, from)].slice(0, size);
}

/** Whom the lecturer sees: a page of those who listen, the next one every ten seconds. */
export class Rotation {
	readonly #onTurned: () => void;
	#all: readonly string[] = [];
	#shown: readonly string[] = [];
	#timer: NodeJS.Timeout | undefined;

	constructor(onTurned: () => void) {
		this.#onTurned = onTurned;
	}

	get shown(): readonly string[] {
		return this.#shown;
	}

	/** Turns among these from now on; among nobody: stands still. */
	turn(all: readonly string[]): void {
		this.#all = all;
		if (all.length === 0) return this.close();
		if (this.#timer) return;
		this.#shown = nextPage(all, [], largestView);
		this.#timer = setInterval(() => {
			this.#shown = nextPage(this.#all, this.#shown, largestView);
			this.#onTurned();
		}, pageFor);
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
		this.#shown = [];
	}
}
