/** The pages themselves are kept for when there is no network (service-worker.ts). Rejects where they could not be; false: not in this browser. */
export async function keepShell(): Promise<boolean> {
	if (!('serviceWorker' in navigator)) return false;
	const registration = await navigator.serviceWorker.register('/service-worker.js');
	if (registration.active) return true;
	await new Promise<void>((resolve, reject) => {
		const worker = registration.installing ?? registration.waiting;
		const look = () => {
			if (worker?.state === 'activated') resolve();
			else if (!worker || worker.state === 'redundant') reject(new Error('the pages were not kept'));
		};
		worker?.addEventListener('statechange', look);
		look();
	});
	return true;
}

/** What the browser may throw away when its disk is full, it is asked to keep. False: it makes no such promise. */
export const keepForGood = async (): Promise<boolean> =>
	(await navigator.storage?.persist?.().catch(() => false)) ?? false;

/** Bytes that there is still room for, as the browser says; undefined: it does not say. */
export async function roomLeft(): Promise<number | undefined> {
	const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
	return quota === undefined || usage === undefined ? undefined : quota - usage;
}
