import { and, eq, gte, isNull, sql } from 'drizzle-orm';
import { rmSync } from 'node:fs';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { documentVersions, files, pageTexts, paperContents } from '../schema/documents.ts';
import { filePath, isBeingNamed, type StoredFile } from './file-store.ts';
import type { PaperSignatures } from './paper-signatures.ts';
import type { PaperWarning } from './paper-warnings.ts';

/** The text of one page. */
export interface PageText {
	/** in NFC, with single spaces; empty where the page is a picture */
	readonly text: string;
	/** the same as it is searched (foldInPlace of db/fold.ts), of the same length */
	readonly folded: string;
	/** width and height as it is shown unturned, in points of 1/72 inch; without: the page is damaged */
	readonly size?: PageSize;
}

export type PageSize = readonly [width: number, height: number];

/** What is in a paper that can be read. */
export interface PaperContents {
	readonly signed: boolean;
	/** its table of objects was damaged, and was made anew from what stands in it */
	readonly repaired: boolean;
	/** where it is signed, and somebody looked */
	readonly signatures?: PaperSignatures;
	/** one for each page */
	readonly pages: readonly PageText[];
}

/** What a version of a paper is made of. */
export interface TakenPaper {
	/** the PDF that readers open */
	readonly file: StoredFile;
	/** the file as it came; null: that is what readers open */
	readonly original: StoredFile | null;
	readonly warnings: readonly PaperWarning[];
	/** of the PDF */
	readonly contents: PaperContents;
}

/** Pages whose text is written at one go: some milliseconds of the loop. */
const atOnce = 40;

/**
 * What was found in a stored file, in pieces; null: nobody can read it. The last piece says that the file was opened: where the
 * process ends before it, the file is opened again (`listUnopened`).
 */
export function* keepContents({ orm }: Database, sha256: string, contents: PaperContents | null): Generator<void> {
	const rows = (contents?.pages ?? []).flatMap((page, at) =>
		page.text === '' ? [] : { sha256, page: at + 1, text: page.text, folded: page.folded },
	);
	for (let at = 0; at < rows.length; at += atOnce) {
		const piece = rows.slice(at, at + atOnce);
		orm.insert(pageTexts).values(piece).onConflictDoNothing().run();
		yield;
	}
	const { signed = false, repaired = false, signatures = null } = contents ?? {};
	const pages = contents?.pages.length ?? null;
	const sizes = contents ? sizesOf(contents.pages) : null;
	orm.insert(paperContents).values({ sha256, pages, signed, repaired, signatures, sizes }).onConflictDoNothing().run();
	// Those that came before papers were opened when they come.
	orm
		.update(documentVersions)
		.set({ pages })
		.where(and(eq(documentVersions.sha256, sha256), isNull(documentVersions.pages)))
		.run();
}

/** A damaged page stands as the one before it. */
function sizesOf(pages: PaperContents['pages']): readonly PageSize[] | null {
	const first = pages.find(({ size }) => size !== undefined)?.size;
	if (first === undefined) return null;
	let last = first;
	return pages.map(({ size }) => (last = size ?? last));
}

/** Of each page of a file; empty: not known, as of papers that were opened before sizes were looked at. */
export const sizesIn = ({ orm }: Database, sha256: string): readonly PageSize[] =>
	orm.select({ sizes: paperContents.sizes }).from(paperContents).where(eq(paperContents.sha256, sha256)).get()?.sizes ??
	[];

export const isOpened = ({ orm }: Database, sha256: string): boolean =>
	orm.select({ sha256: paperContents.sha256 }).from(paperContents).where(eq(paperContents.sha256, sha256)).get() !==
	undefined;

/** PDFs that were stored and not opened yet, by SHA-256. */
export const listUnopened = ({ orm }: Database): readonly string[] =>
	orm
		.selectDistinct({ sha256: documentVersions.sha256 })
		.from(documentVersions)
		.innerJoin(files, eq(files.sha256, documentVersions.sha256))
		.leftJoin(paperContents, eq(paperContents.sha256, documentVersions.sha256))
		.where(and(eq(files.type, 'application/pdf'), isNull(paperContents.sha256)))
		.all()
		.map(({ sha256 }) => sha256);

export interface ReadPage extends PageText {
	/** from 1 */
	readonly page: number;
	/** it is a picture, and this was read in it */
	readonly byOcr: boolean;
}

/** One file's pages that have text, first to last. */
export const textsOf = (db: Database, sha256: string): readonly ReadPage[] => ofFile(db).all({ sha256 });

const ofFile = prepared(({ orm }) =>
	orm
		.select({ page: pageTexts.page, text: pageTexts.text, folded: pageTexts.folded, byOcr: pageTexts.byOcr })
		.from(pageTexts)
		.where(eq(pageTexts.sha256, sql.placeholder('sha256')))
		.orderBy(pageTexts.page)
		.prepare(),
);

/** The same, so many of them from a page on. */
export const textsFrom = ({ orm }: Database, sha256: string, page: number, most: number) =>
	orm
		.select({ page: pageTexts.page, text: pageTexts.text, folded: pageTexts.folded, byOcr: pageTexts.byOcr })
		.from(pageTexts)
		.where(and(eq(pageTexts.sha256, sha256), gte(pageTexts.page, page)))
		.orderBy(pageTexts.page)
		.limit(most)
		.all();

/** Throws away bytes that no paper has, but for those that come again at this moment: asked and done without a wait in between. */
export function discardFile({ orm }: Database, dataDir: string, sha256: string): void {
	const used = orm.select({ sha256: files.sha256 }).from(files).where(eq(files.sha256, sha256)).get();
	if (!used && !isBeingNamed(sha256)) rmSync(filePath(dataDir, sha256), { force: true });
}
