import { ERRORS, type Lock, type Locker } from '@tus/server';

interface Held {
	/** asks whoever holds it to end */
	letGo(): unknown;
	readonly free: Promise<void>;
}

/**
 * One request at a time writes to an upload. Who comes later is who counts: their device has lost the link over which the former
 * one came, which the server may not know for minutes. The library's own lock asks at every turn of the loop whether it is free.
 */
export class UploadLocks implements Locker {
	readonly #held = new Map<string, Held>();

	isHeld(id: string): boolean {
		return this.#held.has(id);
	}

	newLock(id: string): Lock {
		const { promise: free, resolve } = Promise.withResolvers<void>();
		return {
			lock: async (signal, letGo) => {
				for (let held = this.#held.get(id); held; held = this.#held.get(id)) {
					await held.letGo();
					await held.free;
					if (signal.aborted) throw ERRORS.ERR_LOCK_TIMEOUT;
				}
				this.#held.set(id, { letGo, free });
			},
			unlock: async () => {
				this.#held.delete(id);
				resolve();
			},
		};
	}
}
