import { ServerSearch } from '#lib/org/server-search.svelte.ts';
import type { FoundPlace } from '#lib/papers/found.ts';
import type { ReaderRoom } from '../reader-room.ts';

/** A place where a paper is read, and what is searched for there. */
export interface FoundIn {
	words: string;
	readonly page: number;
	turn(page: number, pages: number): void;
}

/** What is searched for in the one paper that is read, and which of the places is looked at. */
export class Find {
	readonly search: ServerSearch<FoundPlace>;
	readonly #reading: FoundIn;
	/** which of them is looked at, from 0; null: none yet */
	#at = $state<number | null>(null);

	constructor(
		room: Pick<ReaderRoom, 'meetingId' | 'ask'>,
		versionId: string,
		signInAgain: () => Promise<boolean>,
		reading: FoundIn,
	) {
		this.#reading = reading;
		const path = `/meetings/${room.meetingId}/papers?version=${encodeURIComponent(versionId)}`;
		this.search = new ServerSearch<FoundPlace>(path, signInAgain, room.ask);
	}

	get words(): string {
		return this.#reading.words;
	}

	set words(words: string) {
		this.#reading.words = words;
	}

	get hits(): readonly FoundPlace[] {
		return this.search.found;
	}

	/** Which is looked at, from 0; null: none, or the page was turned away from it. */
	get at(): number | null {
		return this.#at !== null && this.hits[this.#at]?.page === this.#reading.page ? this.#at : null;
	}

	/** Which of those on the page that is read is looked at, from 0. */
	get place(): number | undefined {
		if (this.#reading.words === '') return undefined;
		const { at } = this;
		if (at === null) return 0;
		return at - this.hits.findIndex(({ page }) => page === this.#reading.page);
	}

	ask(): void {
		this.#at = null;
		this.search.ask(this.#reading.words);
	}

	show(at: number, pages: number): void {
		const hit = this.hits[at];
		if (!hit) return;
		this.#at = at;
		// It is there, though the paper may still be opening, and its pages not be counted.
		this.#reading.turn(hit.page, Math.max(pages, hit.page));
	}

	/** The next one, or the one before: from the page that is read, after the last one the first again. */
	step(by: 1 | -1, pages: number): void {
		const { hits, at } = this;
		if (hits.length === 0) return;
		const { page } = this.#reading;
		const from =
			at ?? (by === 1 ? hits.findLastIndex((hit) => hit.page < page) : hits.findIndex((hit) => hit.page >= page));
		this.show((from + by + hits.length) % hits.length, pages);
	}

	stop(): void {
		this.search.stop();
	}
}
