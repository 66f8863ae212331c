/** `tab`: until the tab is closed · `browser`: in all tabs, and after a restart of the device, too */
export type Keeper = 'tab' | 'browser';

/** As far as the product uses it. */
export interface GuardedStorage {
	get(key: string): string | null;
	/** False: only this page has it, until it goes. What stood there before is gone in any case. */
	set(key: string, value: string): boolean;
	remove(key: string): void;
	keys(): string[];
}

/**
 * The only way to what a browser keeps. Where it was told to keep nothing (then the very look at its storage throws), or
 * has no room left, the page itself remembers as long as it lives: nothing that uses it has to know.
 */
class PageStorage implements GuardedStorage {
	readonly #keeper: Keeper;
	/** what the browser did not take */
	readonly #ownOnly = new Map<string, string>();

	constructor(keeper: Keeper) {
		this.#keeper = keeper;
	}

	get(key: string): string | null {
		return this.#ownOnly.get(key) ?? this.#try((storage) => storage.getItem(key)) ?? null;
	}

	set(key: string, value: string): boolean {
		const taken = this.#try((storage) => (storage.setItem(key, value), true)) ?? false;
		if (taken) this.#ownOnly.delete(key);
		else {
			// An older state would come back for the newest after a reload.
			this.#try((storage) => storage.removeItem(key));
			// A server has no page: what one person left there would be another's.
			if ('document' in globalThis) this.#ownOnly.set(key, value);
		}
		return taken;
	}

	remove(key: string): void {
		this.#ownOnly.delete(key);
		this.#try((storage) => storage.removeItem(key));
	}

	keys(): string[] {
		const kept = this.#try((storage) => Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? ''));
		return [...new Set([...(kept ?? []), ...this.#ownOnly.keys()])];
	}

	/** Undefined where the browser refuses, or has none. */
	#try<T>(use: (storage: Storage) => T): T | undefined {
		try {
			const storage = this.#keeper === 'tab' ? globalThis.sessionStorage : globalThis.localStorage;
			return storage ? use(storage) : undefined;
		} catch {
			return undefined;
		}
	}
}

const storages: Readonly<Record<Keeper, GuardedStorage>> = {
	tab: new PageStorage('tab'),
	browser: new PageStorage('browser'),
};

export const storageOf = (keeper: Keeper): GuardedStorage => storages[keeper];
