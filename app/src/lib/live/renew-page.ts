import type { GuardedStorage } from '#lib/kept/storage.ts';

const key = 'trang-cu';

interface OutdatedPage {
	/** of this page */
	readonly version: string;
	readonly storage: Pick<GuardedStorage, 'get' | 'set'>;
	/** somebody is at it, and has not sent what they write */
	readonly writing: boolean;
}

/**
 * Whether a page that the server no longer understands is to load itself anew without a question. Not twice for one
 * version, also after a reload: what it would get is what it has, and somebody has to look at it.
 */
export function mayRenew({ version, storage, writing }: OutdatedPage): boolean {
	if (writing || storage.get(key) === version) return false;
	// A page that cannot remember would go on reloading for ever.
	return storage.set(key, version);
}

/** Something is written in the field that has the focus. Ask before the field goes from the screen. */
export function isWriting(): boolean {
	const field = document.activeElement;
	if (field instanceof HTMLTextAreaElement) return field.value !== '';
	return (
		field instanceof HTMLInputElement && field.matches(':not([type=checkbox], [type=radio])') && field.value !== ''
	);
}
