import { measureUpload } from './papers/upload.ts';

/** What papers cost, from the secretary's line to a reader's tablet. */
export async function benchPapers(say: (line: string) => void) {
	return { upload: await measureUpload(say) };
}
