import { vi } from 'vitest';

/** What a browser keeps; with no room for more than `room` characters in one value. */
export class FakeStorage {
	readonly #kept = new Map<string, string>();
	room = Number.POSITIVE_INFINITY;

	get length(): number {
		return this.#kept.size;
	}

	key(index: number): string | null {
		return [...this.#kept.keys()][index] ?? null;
	}

	getItem(key: string): string | null {
		return this.#kept.get(key) ?? null;
	}

	setItem(key: string, value: string): void {
		if (value.length > this.room) throw new DOMException('full', 'QuotaExceededError');
		this.#kept.set(key, value);
	}

	removeItem(key: string): void {
		this.#kept.delete(key);
	}
}

/** A browser with one tab. */
export function stubStorages(): { tab: FakeStorage; browser: FakeStorage } {
	const storages = { tab: new FakeStorage(), browser: new FakeStorage() };
	vi.stubGlobal('sessionStorage', storages.tab);
	vi.stubGlobal('localStorage', storages.browser);
	return storages;
}
