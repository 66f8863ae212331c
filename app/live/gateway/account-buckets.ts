import { TokenBucket } from './token-bucket.ts';

/** A person's devices come in a few times, and again and again on a bad link; each time costs events in the journal. */
const burst = 30;
const perSecond = 1;

/** Limits how often the devices of one account come in. There are as many buckets as accounts that have come. */
export class AccountBuckets {
	readonly #buckets = new Map<string, TokenBucket>();

	take(accountId: string): boolean {
		const now = performance.now();
		const bucket = this.#buckets.get(accountId) ?? new TokenBucket(burst, perSecond, now);
		this.#buckets.set(accountId, bucket);
		return bucket.take(now);
	}
}
