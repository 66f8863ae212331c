import { open } from 'node:fs/promises';

/** What was written to a file, or which names stand in a folder, is on the disk when it resolves. */
export async function syncPath(path: string): Promise<void> {
	const handle = await open(path, 'r');
	await handle.sync().finally(() => handle.close());
}
