import type { MarkReader } from '#contract/shared-marks.ts';
import type { Ask } from './unsent.ts';

/** For whom one marks by name: whom there is to choose from in the meeting, and who is chosen while one reads its papers. */
export class Choosing {
	/** undefined: not here yet; null: it could not be had */
	people = $state.raw<readonly MarkReader[] | null>();
	/** participants' ids */
	readers = $state.raw<readonly string[]>([]);
	/** the dialog is open */
	isOpen = $state(false);
	readonly #ask: Ask;
	readonly #versionId: () => string | null;

	/** @param versionId of the paper that is read: of its meeting are they */
	constructor(ask: Ask, versionId: () => string | null) {
		this.#ask = ask;
		this.#versionId = versionId;
	}

	/** How many of them are of one's own unit; undefined: not known yet. */
	get colleagues(): number | undefined {
		return this.people?.filter(({ isColleague }) => isColleague).length;
	}

	/** What these are called, as far as it is known. */
	namesOf(readers: readonly string[]): readonly string[] {
		return (this.people ?? []).filter(({ id }) => readers.includes(id)).map(({ name }) => name);
	}

	open(): void {
		this.isOpen = true;
		void this.load();
	}

	choose(readers: readonly string[]): void {
		this.readers = readers;
		this.isOpen = false;
	}

	close(): void {
		this.isOpen = false;
	}

	/** Once; again after an attempt in vain. */
	async load(): Promise<void> {
		const versionId = this.#versionId();
		if (this.people || versionId === null) return;
		this.people = undefined;
		try {
			const address = `/papers/${encodeURIComponent(versionId)}/shared/people`;
			const answer = await this.#ask(address, { redirect: 'manual' });
			this.people = answer.ok ? ((await answer.json()) as readonly MarkReader[]) : null;
		} catch {
			this.people = null;
		}
	}
}
