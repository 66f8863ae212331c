import type { Still } from '#contract/wall.ts';
import type { LatestStills } from './latest-stills.ts';

/** In one message, of which there is at most one in a second: 32 stills of 12 kB are 3 Mbit. */
const mostAtOnce = 32;
const atFirst = 8;

/** Votes and the floor travel behind the stills: a message must not take longer than this, in ms. */
const quick = 1_000;

/**
 * One device that looks at the wall. What it has not acknowledged is not followed by more, and a message that took long by
 * a shorter one: on a weak link stills are left out, the newest of each entry are sent, and nothing piles up here.
 */
export class Viewer {
	readonly #stills: LatestStills;
	/** Resolves when the device has them; rejects when it has no link. Over a link that is gone, it does neither. */
	readonly #send: (stills: readonly Still[]) => Promise<void>;
	/** entries of which it has not got the latest still */
	readonly #missing: Set<string>;
	#isSending = false;
	#atOnce = atFirst;

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
			.slice(0, this.#atOnce);
		if (due.length === 0) return;
		for (const { participantId } of due) this.#missing.delete(participantId);
		this.#isSending = true;
		const started = performance.now();
		try {
			await this.#send(due);
			const wasQuick = performance.now() - started < quick;
			this.#atOnce = wasQuick ? Math.min(mostAtOnce, this.#atOnce * 2) : Math.max(1, Math.floor(this.#atOnce / 2));
		} catch {
			for (const { participantId } of due) this.#missing.add(participantId);
		} finally {
			this.#isSending = false;
		}
	}
}
