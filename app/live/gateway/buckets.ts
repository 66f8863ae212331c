import { TokenBucket } from './token-bucket.ts';

/** A bucket for each account or participant that has come: whoever opens many sockets has no more than with one. */
export class Buckets {
	readonly #burst: number;
	readonly #perSecond: number;
	readonly #buckets = new Map<string, TokenBucket>();

	constructor(burst: number, perSecond: number) {
		this.#burst = burst;
		this.#perSecond = perSecond;
	}

	take(id: string): boolean {
		const now = performance.now();
		const bucket = this.#buckets.get(id) ?? new TokenBucket(this.#burst, this.#perSecond, now);
		this.#buckets.set(id, bucket);
		return bucket.take(now);
	}
}
