/** Text on each side of what was found, in UTF-16 units. */
const around = 60;

/** A page's text. */
export interface SearchedPage {
	/** from 1 */
	readonly page: number;
	/** in NFC, with single spaces */
	readonly text: string;
	/** the same as it is searched, of the same length: without marks, in lower case */
	readonly folded: string;
}

/** A place on a page. */
export interface PagePlace {
	readonly page: number;
	readonly before: string;
	readonly hit: string;
	readonly after: string;
}

/**
 * Where the words stand, one after the other, page by page. Typed without a mark they are found with any (“nghi quyet” finds “Nghị
 * quyết”); with marks, as they were typed. @param typed in NFC, with single spaces, in lower case @param plain the same, folded
 */
export function* findInPages(pages: Iterable<SearchedPage>, typed: string, plain: string): Generator<PagePlace> {
	const byMarks = typed !== plain;
	const [looked, sought] = byMarks ? [lowerInPlace, typed] : [foldedOf, plain];
	for (const page of pages) {
		if (!page.folded.includes(plain)) continue;
		for (const at of placesOf(sought, looked(page)))
			yield { page: page.page, ...excerpt(page.text, at, sought.length) };
	}
}

function* placesOf(sought: string, text: string): Generator<number> {
	for (let at = text.indexOf(sought); at >= 0; at = text.indexOf(sought, at + sought.length)) yield at;
}

const foldedOf = ({ folded }: SearchedPage): string => folded;

/** A letter whose lower case is longer than it is stays as it is: places stay places. */
const lowerInPlace = ({ text }: SearchedPage): string => {
	const lower = text.toLowerCase();
	return lower.length === text.length ? lower : text;
};

function excerpt(text: string, at: number, length: number): Omit<PagePlace, 'page'> {
	const end = at + length;
	return {
		before: text.slice(Math.max(0, at - around), at).replace(at > around ? /^\S*\s/ : /^/, ''),
		hit: text.slice(at, end),
		after: text.slice(end, end + around).replace(end + around < text.length ? /\s\S*$/ : /$/, ''),
	};
}
