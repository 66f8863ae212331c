import { isAnythingKept } from './at-hand.ts';

/** How often, in ms: what was recalled is to be gone soon, and the lease renewed. */
const every = 600_000;

/** While a page stands: the server is told what this device keeps, and takes back what may not stay. Where nothing is kept, nothing is asked. */
export function keepContact(): () => void {
	const timer = setInterval(() => void meetServer(), every);
	const meet = () => void meetServer();
	addEventListener('online', meet);
	return () => {
		clearInterval(timer);
		removeEventListener('online', meet);
	};
}

/** Resolves when what may not stay is gone, or the server does not answer. */
export async function meetServer(): Promise<void> {
	// The page of what is kept does so itself, and looks first whether it is of the server's version.
	if (!isAnythingKept() || location.pathname === '/offline') return;
	await withStore(async (store) => {
		const { contact } = await import('./contact.ts');
		await contact(store);
	});
}

/** At the sign-out, while the session still stands. */
export async function letGoAtSignOut(): Promise<void> {
	if (!isAnythingKept()) return;
	await withStore(async (store) => {
		const { letGoOfAll } = await import('./contact.ts');
		await letGoOfAll(store);
	});
}

async function withStore(work: (store: import('./offline-store.ts').OfflineStore) => Promise<void>): Promise<void> {
	try {
		const { OfflineStore } = await import('./offline-store.ts');
		const store = await OfflineStore.open();
		await work(store).finally(() => store.close());
	} catch {
		// Neither a page nor a sign-out waits for what this browser does not give.
	}
}
