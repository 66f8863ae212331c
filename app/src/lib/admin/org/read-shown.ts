import type { ImportShown } from '#db/org/read-import.ts';
import { unpack } from '#lib/packed/unpack.ts';

/** What an import would change, as the dry run answers. */
export const readShown = async (packed: Uint8Array): Promise<ImportShown> =>
	JSON.parse(await unpack(packed)) as ImportShown;
