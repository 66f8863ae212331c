import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { foldInPlace } from '../fold.ts';
import { pageTexts, paperContents } from '../schema/documents.ts';

/** A file with pages that have no text of their own, and were not looked at yet by who reads pictures. */
export interface Unread {
	readonly sha256: string;
	/** from 1 */
	readonly pages: readonly number[];
}

/** Of those that were opened, the first; undefined: none is left. */
export function nextUnread({ orm }: Database): Unread | undefined {
	const known = sql`(SELECT count(*) FROM page_texts read WHERE read.sha256 = ${paperContents.sha256})`;
	const file = orm
		.select({ sha256: paperContents.sha256, pages: paperContents.pages })
		.from(paperContents)
		.where(and(isNotNull(paperContents.pages), sql`${paperContents.pages} > ${known}`))
		.orderBy(sql`paper_contents.rowid`)
		.limit(1)
		.get();
	if (!file) return undefined;
	const { sha256 } = file;
	const rows = orm.select({ page: pageTexts.page }).from(pageTexts).where(eq(pageTexts.sha256, sha256)).all();
	const read = new Set(rows.map(({ page }) => page));
	const all = Array.from({ length: file.pages ?? 0 }, (_, at) => at + 1);
	return { sha256, pages: all.filter((page) => !read.has(page)) };
}

/** What was read in the picture of a page; empty: nothing, and nobody looks again. It is searched as any other text. */
export function keepOcrText({ orm }: Database, sha256: string, page: number, lines: readonly string[]): void {
	const text = lines.join(' ').normalize('NFC').replace(/\s+/g, ' ').trim();
	orm
		.insert(pageTexts)
		.values({ sha256, page, text, folded: foldInPlace(text), byOcr: true })
		.onConflictDoNothing()
		.run();
}
