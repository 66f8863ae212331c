import { storageOf } from '#lib/kept/storage.ts';

const key = 'thiet-bi';

/**
 * This tab's device id for a participant, whose it is for good: the next one at a shared tablet gets another. It survives
 * a reload, so that the device comes back to its place; a duplicated tab, which copies the session's storage, gets one of
 * its own, because the first tab still holds the lock on the old one.
 */
export function claimDeviceId(participantId: string): Promise<string> {
	const before = claimed.get(participantId);
	const now = before ?? claim(`${key}.${participantId}`);
	claimed.set(participantId, now);
	return now;
}

/** Once per document: from page to page within it, it is the same device, and holds the lock itself. */
const claimed = new Map<string, Promise<string>>();

async function claim(place: string): Promise<string> {
	const stored = storageOf('tab').get(place);
	const id = stored !== null && (await lock(stored)) ? stored : await claimNew();
	storageOf('tab').set(place, id);
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
