import { benchReading } from './papers/reading.ts';
import { measureUpload } from './papers/upload.ts';

/** What papers cost, from the secretary's line to a reader's tablet. */
export async function benchPapers(say: (line: string) => void) {
	return { reading: await benchReading(say), upload: await measureUpload(say) };
}
