import { createContext } from 'svelte';
import { OfflineCopy } from './offline-copy.svelte.ts';

/** The copies of meetings that are looked at, or on their way: a download goes on from page to page. */
export class OfflineCopies {
	readonly #copies = new Map<string, OfflineCopy>();

	of(meetingId: string): OfflineCopy {
		const copy = this.#copies.get(meetingId) ?? new OfflineCopy(meetingId);
		this.#copies.set(meetingId, copy);
		return copy;
	}
}

export const [useOfflineCopies, setOfflineCopies] = createContext<OfflineCopies>();
