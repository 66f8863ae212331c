import type { Still } from '#contract/wall.ts';
import type { LatestStills } from './latest-stills.ts';

/** In one message, of which there is at most one in a second: 32 stills of 12 kB are 3 Mbit. */
const mostAtOnce = 32;

/**
 * One device that looks at the wall. What it has not acknowledged is not followed by more: on a weak link stills are left
 * out, the newest of each entry are sent, and nothing piles up here.
 */
export class Viewer {
	readonly #stills: LatestStills;
	/** Resolves when the device has them; rejects when it did not say so in time. */
	readonly #send: (stills: readonly Still[]) => Promise<void>;
	/** entries of which it has not got the latest still */
	readonly #missing: Set<string>;
	#isSending = false;

	constructor(stills: LatestStills, since: number, send: (stills: readonly Still[]) => Promise<void>) {
		this.#stills = stills;
		this.#missing = new Set(stills.youngerThan(since));
		this.#send = send;
	}

	note(participantId: string): void {
		this.#missing.add(participantId);
	}

	/** Sends what is missing, the oldest first, unless the last of it is still on its way. */
	async show(): Promise<void> {
		if (this.#isSending) return;
		const due = [...this.#missing]
			.flatMap((id) => this.#stills.get(id) ?? [])
			.toSorted((a, b) => a.at - b.at)
			.slice(0, mostAtOnce);
		if (due.length === 0) return;
		for (const { participantId } of due) this.#missing.delete(participantId);
		this.#isSending = true;
		try {
			await this.#send(due);
		} catch {
			for (const { participantId } of due) this.#missing.add(participantId);
		} finally {
			this.#isSending = false;
		}
	}
}
