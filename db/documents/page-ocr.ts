import { textOfLine, type PlacedLine } from '#meeting/words-on-page.ts';
import { and, between, eq, isNotNull, or, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { foldInPlace } from '../fold.ts';
import { pageTexts, paperContents } from '../schema/documents.ts';

/** A file with pages that have no text of their own, and of which who reads pictures has not said yet what stands where. */
export interface Unread {
	readonly sha256: string;
	/** from 1 */
	readonly pages: readonly number[];
}

/** Of those that were opened, the first; undefined: none is left. */
export function nextUnread({ orm }: Database): Unread | undefined {
	const known = sql`(SELECT count(*) FROM page_texts read WHERE read.sha256 = ${paperContents.sha256} AND (read.by_ocr = 0 OR read.words IS NOT NULL))`;
	const file = orm
		.select({ sha256: paperContents.sha256, pages: paperContents.pages })
		.from(paperContents)
		.where(and(isNotNull(paperContents.pages), sql`${paperContents.pages} > ${known}`))
		.orderBy(sql`paper_contents.rowid`)
		.limit(1)
		.get();
	if (!file) return undefined;
	const { sha256 } = file;
	const isKnown = and(eq(pageTexts.sha256, sha256), or(eq(pageTexts.byOcr, false), isNotNull(pageTexts.words)));
	const rows = orm.select({ page: pageTexts.page }).from(pageTexts).where(isKnown).all();
	const read = new Set(rows.map(({ page }) => page));
	const all = Array.from({ length: file.pages ?? 0 }, (_, at) => at + 1);
	return { sha256, pages: all.filter((page) => !read.has(page)) };
}

/** What was read in the picture of a page; empty: nothing, and nobody looks again. It is searched as any other text. */
export function keepOcrText({ orm }: Database, sha256: string, page: number, words: readonly PlacedLine[]): void {
	const text = words.map(textOfLine).join(' ').normalize('NFC').replace(/\s+/g, ' ').trim();
	const read = { text, folded: foldInPlace(text), words };
	orm
		.insert(pageTexts)
		.values({ sha256, page, byOcr: true, ...read })
		.onConflictDoUpdate({ target: [pageTexts.sha256, pageTexts.page], set: read, setWhere: eq(pageTexts.byOcr, true) })
		.run();
}

export interface PageWords {
	/** from 1 */
	readonly page: number;
	readonly lines: readonly PlacedLine[];
}

/** Where what was read stands in the pictures of these pages; without those in which nothing was read, or not yet. */
export const wordsIn = ({ orm }: Database, sha256: string, first: number, last: number): readonly PageWords[] =>
	orm
		.select({ page: pageTexts.page, lines: pageTexts.words })
		.from(pageTexts)
		.where(and(eq(pageTexts.sha256, sha256), between(pageTexts.page, first, last), isNotNull(pageTexts.words)))
		.orderBy(pageTexts.page)
		.all()
		.flatMap(({ page, lines }) => (lines && lines.length > 0 ? { page, lines } : []));
