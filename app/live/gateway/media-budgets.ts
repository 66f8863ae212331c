import { Buckets } from './buckets.ts';

/**
 * What one participant may ask of the media plane, from all their devices: a request costs the node, and whoever receives
 * them, far more than its own message. A refused device asks again by itself.
 */
export class MediaBudgets {
	/**
	 * Each source that is published anew takes a new consumer at every site: 30 are a device with three sources that joins
	 * anew ten times in a row, one in four seconds is one that cannot settle.
	 */
	readonly #publishing = new Buckets(30, 0.25);
	/** Each is told to everybody who receives the source: nobody presses faster for long. */
	readonly #muting = new Buckets(20, 2);
	/** A page of the wall is nine tiles, and each change of the stage some more; it costs their own endpoint alone. */
	readonly #watching = new Buckets(100, 8);
	readonly #byName: ReadonlyMap<string, Buckets> = new Map([
		['media/produce', this.#publishing],
		['media/pause-producer', this.#muting],
		['media/resume-producer', this.#muting],
		['media/watch', this.#watching],
		['media/renew', this.#watching],
	]);

	/** Whether one more may be asked. */
	take(participantId: string, name: string): boolean {
		return this.#byName.get(name)?.take(participantId) ?? true;
	}
}
