import { measureConversion } from './papers/convert.ts';
import { measureFollow } from './papers/follow.ts';
import { benchReading } from './papers/reading.ts';
import { measureSearch } from './papers/search.ts';
import { measureUpload } from './papers/upload.ts';

export interface PapersOptions {
	/** a folder whose DOCX are converted; undefined: the demo's */
	readonly documents?: string | undefined;
	/** one of these alone, by its name */
	readonly part?: string | undefined;
}

/** What papers cost, from the secretary's line to a reader's tablet. */
export async function benchPapers(say: (line: string) => void, { documents, part }: PapersOptions = {}) {
	const parts = {
		reading: () => benchReading(say),
		follow: () => measureFollow(say),
		search: () => measureSearch(say),
		convert: () => measureConversion(say, documents),
		upload: () => measureUpload(say),
	};
	const figures: Record<string, unknown> = {};
	for (const [name, measure] of Object.entries(parts))
		if (part === undefined || part === name) figures[name] = await measure();
	return figures;
}
