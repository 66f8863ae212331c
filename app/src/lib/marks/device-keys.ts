import { newDeviceKey } from './seal.ts';

/** A person's device as the server knows it, and its key, which nothing can read out. */
export interface DeviceKey {
	readonly id: string;
	readonly key: CryptoKey;
}

/** Where a browser keeps keys: in nothing else may they lie without being readable. */
export interface DeviceKeys {
	/** Made where this browser has none for the person yet. It stays when they sign out: what it opens, the server has. */
	of(personId: string): Promise<DeviceKey>;
}

const store = 'keys';

function open(): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open('nhip-cau-ghi-chu', 1);
		request.onupgradeneeded = () => request.result.createObjectStore(store);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('no keys are kept here'));
	});
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
	return new Promise((resolve, reject) => {
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error ?? new Error('the key was not kept'));
	});
}

/** Rejects where the browser was told to keep nothing. */
export const browserKeys: DeviceKeys = {
	async of(personId) {
		const database = await open();
		try {
			const made: DeviceKey = { id: crypto.randomUUID(), key: await newDeviceKey() };
			// One transaction: of two tabs that begin at once, the second finds what the first has made.
			const keys = database.transaction(store, 'readwrite').objectStore(store);
			const kept = (await done(keys.get(personId))) as DeviceKey | undefined;
			if (kept) return kept;
			await done(keys.put(made, personId));
			return made;
		} finally {
			database.close();
		}
	},
};
