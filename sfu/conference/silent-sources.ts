import type { Source } from '#sfu/link/contract-endpoint.ts';

/** So long nothing may come of a source before it is called silent. ms */
const silentAfter = 3_000;

/** What came of one source, by its producer, since that began. */
interface Arrived {
	readonly producerId: string;
	readonly source: Source;
	readonly packets: number;
}

/** Which sources should come from an endpoint and do not, whatever its browser says. */
export class SilentSources {
	/** by producer: how much had come, and since when no more has */
	#seen: ReadonlyMap<string, { packets: number; since: number }> = new Map();
	#doubts = false;

	/** Of some source nothing has come since the last look. */
	get doubts(): boolean {
		return this.#doubts;
	}

	/** `due`: what somebody takes and nobody mutes. `now` in ms, of a clock that never goes back. */
	look(due: readonly Arrived[], now: number): Source[] {
		const before = this.#seen;
		const look = due.map(({ producerId, source, packets }) => {
			const former = before.get(producerId);
			const since = former?.packets === packets ? former.since : now;
			return { producerId, source, packets, since };
		});
		this.#seen = new Map(look.map(({ producerId, packets, since }) => [producerId, { packets, since }]));
		this.#doubts = look.some(({ packets, since }) => packets === 0 || since < now);
		return look.filter(({ since }) => now - since >= silentAfter).map(({ source }) => source);
	}
}
