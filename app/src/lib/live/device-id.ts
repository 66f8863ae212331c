import { storageOf } from '#lib/kept/storage.ts';

const key = 'thiet-bi';

/**
 * This tab's device id. It survives a reload, so that the device comes back to its place; a duplicated tab, which
 * copies the session's storage, gets one of its own, because the first tab still holds the lock on the old one.
 */
export function claimDeviceId(): Promise<string> {
	claimed ??= claim();
	return claimed;
}

/** Once per document: from page to page within it, it is the same device, and holds the lock itself. */
let claimed: Promise<string> | undefined;

async function claim(): Promise<string> {
	const stored = storageOf('tab').get(key);
	const id = stored !== null && (await lock(stored)) ? stored : await claimNew();
	storageOf('tab').set(key, id);
	return id;
}

async function claimNew(): Promise<string> {
	const id = crypto.randomUUID();
	await lock(id);
	return id;
}

/** Holds the lock until the page goes away; false when another tab holds it, or the browser gives none. */
function lock(id: string): Promise<boolean> {
	return new Promise((resolve) => {
		const hold = async () => {
			await navigator.locks.request(`${key}:${id}`, { ifAvailable: true }, (held) => {
				resolve(held !== null);
				return held === null ? undefined : new Promise<never>(() => {});
			});
		};
		hold().catch(() => resolve(false));
	});
}
