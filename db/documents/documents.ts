import { and, desc, eq, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { randomUUID } from 'node:crypto';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { requireEditable, requireTitle } from '../meetings/meetings.ts';
import { prepared } from '../prepared.ts';
import { documents, documentVersions, files } from '../schema/documents.ts';
import { agendaItems } from '../schema/meetings.ts';
import { readStoredJson } from '../stored-json.ts';
import { filePath, type StoredFile } from './file-store.ts';
import { endings, type PaperType } from './file-type.ts';
import { readersByDocument, readersOf, type ChosenAccess } from './paper-access.ts';
import { warningsSchema, type PaperWarning } from './paper-warnings.ts';

export type Label = typeof documents.$inferSelect.label;

export interface NewVersion {
	/** the PDF that is read */
	readonly file: StoredFile;
	/** the file as it came; null: `file` is */
	readonly original?: StoredFile | null;
	readonly warnings?: readonly PaperWarning[];
	readonly fileName: string;
	/** undefined: as that of the version before it, or of the paper */
	readonly label?: Label;
	/** null where the pages were not counted */
	readonly pages?: number | null;
	/** a participant's id; null: the system */
	readonly uploadedBy: string | null;
}

export interface NewDocument extends NewVersion {
	readonly meetingId: string;
	readonly itemId?: string | null;
	readonly title: string;
	readonly label: Label;
}

/**
 * Whether a paper can be added there, asked before its bytes travel.
 * @returns the title as it will be written
 * @throws DataError `not-found`, `meeting-over`, `title-…`, `agenda-item-unknown`
 */
export function requirePlace(
	db: Database,
	{ meetingId, itemId = null, title }: Pick<NewDocument, 'meetingId' | 'itemId' | 'title'>,
): string {
	requireEditable(db, meetingId);
	const written = requireTitle(title);
	const item = itemId && db.orm.select().from(agendaItems).where(eq(agendaItems.id, itemId)).get();
	if (itemId !== null && (!item || item.meetingId !== meetingId)) throw new DataError('agenda-item-unknown', itemId);
	return written;
}

/**
 * Adds a paper with its first version. The bytes are already on disk (`storeFile`).
 * @throws DataError as `requirePlace`
 */
export function addDocument(
	db: Database,
	document: NewDocument,
	now: number,
): { documentId: string; versionId: string } {
	const { meetingId, itemId = null, label } = document;
	return inTransaction(db, () => {
		const title = requirePlace(db, document);
		const documentId = randomUUID();
		db.orm.insert(documents).values({ id: documentId, meetingId, itemId, title, label, createdAt: now }).run();
		return { documentId, versionId: insertVersion(db, documentId, 1, document, now) };
	});
}

/** Supersedes the current version; the older one stays. @throws DataError `not-found`, `meeting-over`, `paper-recalled` */
export function addVersion(
	db: Database,
	documentId: string,
	version: NewVersion,
	now: number,
): { versionId: string; number: number } {
	return inTransaction(db, () => {
		const document = db.orm.select().from(documents).where(eq(documents.id, documentId)).get();
		if (!document) throw new DataError('not-found', documentId);
		if (document.recalledAt !== null) throw new DataError('paper-recalled', documentId);
		requireEditable(db, document.meetingId);
		const [before] = listVersions(db, documentId);
		const number = (before?.number ?? 0) + 1;
		const label = version.label ?? before?.label ?? document.label;
		return { versionId: insertVersion(db, documentId, number, { ...version, label }, now), number };
	});
}

function insertVersion(
	{ orm }: Database,
	documentId: string,
	number: number,
	version: NewVersion,
	now: number,
): string {
	const { file, original = null, warnings = [], label = null, pages = null, uploadedBy } = version;
	for (const { sha256, size, type } of original ? [file, original] : [file])
		orm.insert(files).values({ sha256, size, type, storedAt: now }).onConflictDoNothing().run();
	const id = randomUUID();
	orm
		.insert(documentVersions)
		.values({
			id,
			documentId,
			number,
			sha256: file.sha256,
			originalSha256: original?.sha256 ?? null,
			warnings: JSON.stringify(warnings),
			fileName: plainName(version.fileName),
			label,
			pages,
			uploadedBy,
			uploadedAt: now,
		})
		.run();
	return id;
}

/**
 * The last part of a path, without what controls a terminal or the direction of writing (an `exe` that reads as a `pdf`): names come
 * from browsers and end up in headers.
 */
const plainName = (name: string) =>
	(name.normalize('NFC').split(/[\\/]/).at(-1) ?? '')
		.replace(/[\p{Cc}\p{Cf}"]/gu, '')
		.trim()
		.slice(-200) || 'tai-lieu.pdf';

export interface DocumentVersion {
	readonly id: string;
	readonly documentId: string;
	/** 1, 2, 3 …: the highest is the current one */
	readonly number: number;
	readonly sha256: string;
	readonly size: number;
	readonly type: string;
	readonly fileName: string;
	readonly label: Label;
	readonly pages: number | null;
	readonly uploadedBy: string | null;
	/** ms since the epoch */
	readonly uploadedAt: number;
	/** the file as it came; null: that is what is read */
	readonly original: OriginalFile | null;
	readonly warnings: readonly PaperWarning[];
}

export interface OriginalFile {
	readonly sha256: string;
	readonly size: number;
	readonly type: string;
	/** of such a file's name, as `docx` */
	readonly ending: string;
}

const originals = alias(files, 'originals');

const versionColumns = {
	id: documentVersions.id,
	documentId: documentVersions.documentId,
	number: documentVersions.number,
	sha256: documentVersions.sha256,
	size: files.size,
	type: files.type,
	fileName: documentVersions.fileName,
	label: sql<Label>`coalesce(${documentVersions.label}, ${documents.label})`.as('version_label'),
	pages: documentVersions.pages,
	uploadedBy: documentVersions.uploadedBy,
	uploadedAt: documentVersions.uploadedAt,
	originalSha256: documentVersions.originalSha256,
	originalSize: originals.size,
	originalType: originals.type,
	warnings: documentVersions.warnings,
};

type VersionRow = Omit<DocumentVersion, 'original' | 'warnings'> & {
	readonly originalSha256: string | null;
	readonly originalSize: number | null;
	readonly originalType: string | null;
	readonly warnings: string;
};

function versionOf<Row extends VersionRow>({ originalSha256: sha256, originalSize, originalType, ...row }: Row) {
	const [size, type] = [originalSize ?? 0, originalType ?? ''];
	const original = sha256 === null ? null : { sha256, size, type, ending: endings[type as PaperType] };
	return { ...row, original, warnings: readStoredJson(warningsSchema, row.warnings) };
}

/** Newest first. */
export function listVersions({ orm }: Database, documentId: string): DocumentVersion[] {
	return orm
		.select(versionColumns)
		.from(documentVersions)
		.innerJoin(documents, eq(documents.id, documentVersions.documentId))
		.innerJoin(files, eq(files.sha256, documentVersions.sha256))
		.leftJoin(originals, eq(originals.sha256, documentVersions.originalSha256))
		.where(eq(documentVersions.documentId, documentId))
		.orderBy(desc(documentVersions.number))
		.all()
		.map(versionOf);
}

export interface MeetingDocument {
	readonly id: string;
	readonly itemId: string | null;
	readonly title: string;
	/** of its current version */
	readonly label: Label;
	/** as the paper bears them, if it does; the day as `YYYY-MM-DD` */
	readonly number: string | null;
	readonly issuedOn: string | null;
	readonly issuer: string | null;
	readonly access: ChosenAccess;
	/** null: it was not taken back */
	readonly recalled: Recall | null;
	/** null: it belongs to the meeting */
	readonly withdrawn: Recall | null;
	readonly current: DocumentVersion;
}

interface Recall {
	/** ms since the epoch */
	readonly at: number;
	readonly reason: string;
}

const ruleColumns = {
	openTo: documents.openTo,
	readUntil: documents.readUntil,
	recalledAt: documents.recalledAt,
	recallReason: documents.recallReason,
	withdrawnAt: documents.withdrawnAt,
	withdrawReason: documents.withdrawReason,
};

/** Columns as they are read, and what is made of them. */
function ruled<Row extends Pick<typeof documents.$inferSelect, keyof typeof ruleColumns>>(
	{ openTo, readUntil, recalledAt, recallReason, withdrawnAt, withdrawReason, ...rest }: Row,
	readers: ChosenAccess['readers'],
) {
	return {
		...rest,
		access: { everyone: openTo, until: readUntil, readers },
		recalled: recalledAt === null ? null : { at: recalledAt, reason: recallReason ?? '' },
		withdrawn: withdrawnAt === null ? null : { at: withdrawnAt, reason: withdrawReason ?? '' },
	};
}

/** A meeting's papers with their current versions, in their order within an item; those without one as they were added. */
export function listDocuments(db: Database, meetingId: string): MeetingDocument[] {
	const rows = ofMeeting(db).all({ meetingId });
	const readers = rows.length === 0 ? undefined : readersByDocument(db, { meetingId });
	return rows.map((row) => {
		const current = versionOf(row.current);
		return { ...ruled(row, readers?.get(row.id) ?? []), label: current.label, current };
	});
}

const ofMeeting = prepared(({ orm }) => {
	const newest = sql`(SELECT max(number) FROM document_versions newest WHERE newest.document_id = ${documents.id})`;
	return orm
		.select({
			id: documents.id,
			itemId: documents.itemId,
			title: documents.title,
			number: documents.number,
			issuedOn: documents.issuedOn,
			issuer: documents.issuer,
			...ruleColumns,
			current: versionColumns,
		})
		.from(documents)
		.innerJoin(
			documentVersions,
			and(eq(documentVersions.documentId, documents.id), eq(documentVersions.number, newest)),
		)
		.innerJoin(files, eq(files.sha256, documentVersions.sha256))
		.leftJoin(originals, eq(originals.sha256, documentVersions.originalSha256))
		.where(eq(documents.meetingId, sql.placeholder('meetingId')))
		.orderBy(sql`${documents.position} IS NULL`, documents.position, documents.createdAt, sql`documents.rowid`)
		.prepare();
});

/** What a browser saves the PDF as that was made of a file. */
export const nameAsPdf = (fileName: string): string => fileName.replace(/(\.[^.]{1,5})?$/, '.pdf');

export interface OpenedFile extends DocumentVersion {
	readonly meetingId: string;
	readonly itemId: string | null;
	readonly title: string;
	readonly label: Label;
	readonly access: ChosenAccess;
	readonly recalled: Recall | null;
	readonly withdrawn: Recall | null;
	/** where the bytes are on disk */
	readonly path: string;
}

/** One version of a paper, for reading. Whether the reader may see it is the caller's to decide. @throws DataError `not-found` */
export function openFile(db: Database, dataDir: string, versionId: string): OpenedFile {
	const row = db.orm
		.select({
			...versionColumns,
			meetingId: documents.meetingId,
			itemId: documents.itemId,
			title: documents.title,
			...ruleColumns,
		})
		.from(documentVersions)
		.innerJoin(documents, eq(documents.id, documentVersions.documentId))
		.innerJoin(files, eq(files.sha256, documentVersions.sha256))
		.leftJoin(originals, eq(originals.sha256, documentVersions.originalSha256))
		.where(eq(documentVersions.id, versionId))
		.get();
	if (!row) throw new DataError('not-found', versionId);
	return { ...ruled(versionOf(row), readersOf(db, row.documentId)), path: filePath(dataDir, row.sha256) };
}
