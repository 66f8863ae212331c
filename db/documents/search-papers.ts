import { findInPages, type PagePlace, type SearchedPage } from '#meeting/find-in-pages.ts';
import type { Database } from '../client.ts';
import { fold } from '../fold.ts';
import { prepared } from '../prepared.ts';

/** Of what is searched for: less stands on every page, more on none. In UTF-16 units. */
export const searched = { shortest: 2, longest: 200 } as const;

/** Places that are told of all papers, and of each: who finds more says more of what they search for. */
export const mostFound = { all: 300, inOne: 60 } as const;

/** A place in a paper. */
export interface Found extends PagePlace {
	readonly sha256: string;
	/** read in a picture of the page */
	readonly byOcr?: true;
	/** it is the last that is told of its paper, or of all papers, and not the last that there is */
	readonly more?: true;
}

/**
 * Where the words stand in these files, file by file (app/meeting/find-in-pages.ts): from the beginning of the first one, the last may go
 * on. Upper and lower case are one.
 */
export function searchPapers(db: Database, files: readonly string[], words: string): readonly Found[] {
	const typed = words.normalize('NFC').replace(/\s+/g, ' ').trim().toLowerCase();
	if (typed.length < searched.shortest || typed.length > searched.longest) return [];
	const plain = fold(typed);
	const phrase = plain.match(/[\p{L}\p{N}]+/gu)?.join(' ');
	if (phrase === undefined) return [];
	const pages = pagesWith(db, files, `"${phrase}" *`);
	const found: Found[] = [];
	for (const sha256 of files) {
		const room = Math.min(mostFound.inOne, mostFound.all - found.length);
		const pictures = new Set<number>();
		const texts = textsOf(db, sha256, pages.get(sha256) ?? [], pictures);
		const places = [...findInPages(texts, typed, plain).take(room + 1)].map((at): Found => ({
			sha256,
			...at,
			...(pictures.has(at.page) && { byOcr: true }),
		}));
		found.push(...places.slice(0, room));
		const last = found.pop();
		if (last) found.push(places.length > room ? { ...last, more: true } : last);
		if (room === 0 && places.length > 0) break;
	}
	return found;
}

/** @param pictures gets those whose text was read in a picture, as they are looked at */
function* textsOf(
	db: Database,
	sha256: string,
	pages: readonly number[],
	pictures: Set<number>,
): Generator<SearchedPage> {
	for (const number of pages) {
		const page = pageOf(db).get(sha256, number);
		if (page?.byOcr === 1) pictures.add(number);
		if (page) yield page;
	}
}

/** By the index of all papers: which pages of these files have the phrase, first to last. */
function pagesWith(db: Database, files: readonly string[], phrase: string): ReadonlyMap<string, readonly number[]> {
	const own = new Map<number, readonly [sha256: string, page: number]>();
	let [first, last] = [Number.MAX_SAFE_INTEGER, 0];
	for (const sha256 of new Set(files))
		for (const [row, page] of rowsOf(db).iterate(sha256)) {
			own.set(row, [sha256, page]);
			first = Math.min(first, row);
			last = Math.max(last, row);
		}
	const pages = new Map<string, number[]>();
	for (const row of own.size === 0 ? [] : matching(db).iterate(phrase, first, last)) {
		const [sha256, page] = own.get(row) ?? [];
		if (sha256 === undefined || page === undefined) continue;
		const others = pages.get(sha256);
		if (others) others.push(page);
		else pages.set(sha256, [page]);
	}
	for (const each of pages.values()) each.sort((one, other) => one - other);
	return pages;
}

const rowsOf = prepared(({ sqlite }) =>
	sqlite.prepare<[string], [row: number, page: number]>('SELECT rowid, page FROM page_texts WHERE sha256 = ?').raw(),
);

const matching = prepared(({ sqlite }) =>
	sqlite
		.prepare<[string, number, number], number>(
			'SELECT rowid FROM page_search WHERE page_search MATCH ? AND rowid BETWEEN ? AND ?',
		)
		.pluck(),
);

const pageOf = prepared(({ sqlite }) =>
	sqlite.prepare<[string, number], SearchedPage & { readonly byOcr: 0 | 1 }>(
		'SELECT page, text, folded, by_ocr AS byOcr FROM page_texts WHERE sha256 = ? AND page = ?',
	),
);
