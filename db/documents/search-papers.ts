import type { Database } from '../client.ts';
import { fold } from '../fold.ts';
import { textsOf, type PageText } from './paper-contents.ts';

/** Of what is searched for: less stands on every page, more on none. In UTF-16 units. */
export const searched = { shortest: 2, longest: 200 } as const;

/** Places that are told of all papers, and of each: who finds more says more of what they search for. */
export const mostFound = { all: 300, inOne: 60 } as const;

/** Text on each side of what was found, in UTF-16 units. */
const around = 60;

/** A place in a paper. */
export interface Found {
	readonly sha256: string;
	/** from 1 */
	readonly page: number;
	readonly before: string;
	readonly hit: string;
	readonly after: string;
	/** it is the last that is told of its paper, or of all papers, and not the last that there is */
	readonly more?: true;
}

/**
 * Where the words stand, one after the other, in these files, file by file and page by page. Typed without a mark they are found
 * with any (“nghi quyet” finds “Nghị quyết”); with marks, as they were typed. Upper and lower case are one.
 */
export function searchPapers(db: Database, files: readonly string[], words: string): readonly Found[] {
	const typed = words.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
	if (typed.length < searched.shortest || typed.length > searched.longest) return [];
	const plain = fold(typed);
	const byMarks = typed !== plain;
	const [looked, sought] = byMarks ? [lowerInPlace, typed] : [foldedOf, plain];
	function* placesIn(sha256: string): Generator<Found> {
		for (const page of textsOf(db, sha256)) {
			if (!page.folded.includes(plain)) continue;
			for (const at of placesOf(sought, looked(page)))
				yield { sha256, page: page.page, ...excerpt(page.text, at, sought.length) };
		}
	}
	const found: Found[] = [];
	for (const sha256 of files) {
		const room = Math.min(mostFound.inOne, mostFound.all - found.length);
		const places = [...placesIn(sha256).take(room + 1)];
		found.push(...places.slice(0, room));
		const last = found.pop();
		if (last) found.push(places.length > room ? { ...last, more: true } : last);
		if (room === 0 && places.length > 0) break;
	}
	return found;
}

function* placesOf(sought: string, text: string): Generator<number> {
	for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) yield at;
}

const foldedOf = ({ folded }: PageText): string => folded;

/** A letter whose lower case is longer than it is stays as it is: places stay places. */
const lowerInPlace = ({ text }: PageText): string => {
	const lower = text.toLowerCase();
	return lower.length === text.length ? lower : text;
};

function excerpt(text: string, at: number, length: number): Pick<Found, 'before' | 'hit' | 'after'> {
	const end = at + length;
	return {
		before: text.slice(Math.max(0, at - around), at).replace(at > around ? /^\S*\s/ : /^/, ''),
		hit: text.slice(at, end),
		after: text.slice(end, end + around).replace(end + around < text.length ? /\s\S*$/ : /$/, ''),
	};
}
