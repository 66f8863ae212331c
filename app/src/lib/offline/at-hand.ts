import { storageOf } from '#lib/kept/storage.ts';

/** Whether anything is kept on this device to be read without a network: else nothing of this is fetched or asked. */
const key = 'ngoai-tuyen';

export const isAnythingKept = (): boolean => storageOf('browser').get(key) !== null;

export function noteKept(is: boolean): void {
	if (is) storageOf('browser').set(key, '1');
	else storageOf('browser').remove(key);
}
