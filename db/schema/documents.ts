import type { PlacedLine } from '#meeting/words-on-page.ts';
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import type { PaperSignatures } from '../documents/paper-signatures.ts';
import { accounts } from './auth.ts';
import { agendaItems, meetings } from './meetings.ts';

/** Files by their content; the bytes lie on disk below `files/` of the data directory, never in the database. */
export const files = sqliteTable(
	'files',
	{
		/** SHA-256, 64 lower-case hex digits. */
		sha256: text('sha256').primaryKey(),
		size: integer('size').notNull(),
		/** Media type, decided by the content. */
		type: text('type').notNull(),
		storedAt: integer('stored_at').notNull(),
	},
	(table) => [check('files_sha256', sql`length(${table.sha256}) = 64`)],
);

export const documents = sqliteTable(
	'documents',
	{
		id: text('id').primaryKey(),
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		itemId: text('item_id').references(() => agendaItems.id),
		title: text('title').notNull(),
		/**
		 * Of versions that have none of their own. State secrets have no label: they are refused (Luật 117/2025, Điều 5).
		 */
		label: text('label', { enum: ['public', 'internal', 'restricted'] }).notNull(),
		createdAt: integer('created_at').notNull(),
		/** What everybody who sees its item may do with it; `none`: those of `paper_readers` alone. */
		openTo: text('open_to', { enum: ['none', 'read', 'print', 'download'] })
			.notNull()
			.default('download'),
		/** Until when it is read, in ms since the epoch; null: for good. */
		readUntil: integer('read_until'),
		/** Null: it was not taken back. */
		recalledAt: integer('recalled_at'),
		recalledBy: text('recalled_by'),
		recallReason: text('recall_reason'),
		/** As an official paper bears them (Nghị định 30/2020, Điều 8): “177/KH-UBND”, its day `YYYY-MM-DD`, and who issued it. */
		number: text('number'),
		issuedOn: text('issued_on'),
		issuer: text('issuer'),
		/** Among those of its item, from 1; null: behind them, as they came. */
		position: integer('position'),
		/** Null: it belongs to the meeting. */
		withdrawnAt: integer('withdrawn_at'),
		withdrawReason: text('withdraw_reason'),
	},
	(table) => [
		index('documents_meeting').on(table.meetingId),
		index('documents_item').on(table.itemId),
		check('documents_label', sql`${table.label} IN ('public', 'internal', 'restricted')`),
	],
);

/** For whom a paper was opened, further than to everybody, or to them alone. */
export const paperReaders = sqliteTable(
	'paper_readers',
	{
		documentId: text('document_id')
			.notNull()
			.references(() => documents.id),
		kind: text('kind', { enum: ['role', 'unit', 'participant'] }).notNull(),
		/** The role's name; the id of the unit, of the person or of the room. */
		reader: text('reader').notNull(),
		level: text('level', { enum: ['read', 'print', 'download'] }).notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.documentId, table.kind, table.reader] }),
		check('paper_readers_kind', sql`${table.kind} IN ('role', 'unit', 'participant')`),
		check('paper_readers_level', sql`${table.level} IN ('read', 'print', 'download')`),
	],
);

/** A new version never overwrites: the highest number is the current one, the others are superseded. */
export const documentVersions = sqliteTable(
	'document_versions',
	{
		/** What a presentation, a note or the journal refers to. */
		id: text('id').primaryKey(),
		documentId: text('document_id')
			.notNull()
			.references(() => documents.id),
		number: integer('number').notNull(),
		sha256: text('sha256')
			.notNull()
			.references(() => files.sha256),
		/** As it came: what readers open may be a PDF that was made of it. */
		fileName: text('file_name').notNull(),
		pages: integer('pages'),
		/** The participant who uploaded it: a person, or null for the system. */
		uploadedBy: text('uploaded_by'),
		uploadedAt: integer('uploaded_at').notNull(),
		/** The file as it came, where readers open another: an office file, a picture, a damaged PDF. */
		originalSha256: text('original_sha256').references(() => files.sha256),
		/** What readers should know of the original: JSON, an array (documents/paper-warnings.ts). */
		warnings: text('warnings').notNull().default('[]'),
		/** Null: the paper's. */
		label: text('label', { enum: ['public', 'internal', 'restricted'] }),
	},
	(table) => [
		unique('document_versions_number_once').on(table.documentId, table.number),
		index('document_versions_sha256').on(table.sha256),
		check('document_versions_number', sql`${table.number} > 0`),
	],
);

/**
 * Files on their way, or whose way has ended: their bytes lie below `files/parts` until a version has them. What becomes of it is
 * kept for whoever lost their link before they were told.
 */
export const uploads = sqliteTable(
	'uploads',
	{
		/** Names the part on disk; chosen by the server. */
		id: text('id').primaryKey(),
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		accountId: text('account_id')
			.notNull()
			.references(() => accounts.id),
		/** The session that sent the last of it: what it may is asked again once all is here. */
		sessionKey: text('session_key').notNull(),
		ip: text('ip'),
		/** Bytes, in all. */
		size: integer('size').notNull(),
		fileName: text('file_name').notNull(),
		/** When the file was changed last, as the device says: the same file is known again by it. */
		modifiedAt: integer('modified_at').notNull(),
		/** What it is to be, as the form says: of no key, since what they name may go while bytes come. */
		documentId: text('document_id'),
		replaces: text('replaces'),
		itemId: text('item_id'),
		title: text('title').notNull(),
		label: text('label', { enum: ['public', 'internal', 'restricted'] }).notNull(),
		createdAt: integer('created_at').notNull(),
		/** The version that it became. */
		versionId: text('version_id').references(() => documentVersions.id),
		/** Why it became none, as a code. */
		refusal: text('refusal'),
		/** Since when its bytes have been kept apart: its first page looks like that of a state secret. Null: it does not. */
		heldAt: integer('held_at'),
		/** When somebody said that it is none, or its time was over; null: not yet. */
		holdEndedAt: integer('hold_ended_at'),
	},
	(table) => [
		index('uploads_meeting').on(table.meetingId),
		index('uploads_account').on(table.accountId),
		index('uploads_version').on(table.versionId),
		check('uploads_label', sql`${table.label} IN ('public', 'internal', 'restricted')`),
		check('uploads_one_outcome', sql`${table.versionId} IS NULL OR ${table.refusal} IS NULL`),
	],
);

/** What was found in a file when it was opened once, after it came. One that has no row here was not opened yet. */
export const paperContents = sqliteTable('paper_contents', {
	sha256: text('sha256')
		.primaryKey()
		.references(() => files.sha256),
	/** Null: it cannot be read, as of a time when everything was taken in. */
	pages: integer('pages'),
	/** It carries a digital signature: its bytes may not be changed. */
	signed: integer('signed', { mode: 'boolean' }).notNull(),
	/** Its table of objects was damaged. */
	repaired: integer('repaired', { mode: 'boolean' }).notNull(),
	/** Of each page: a reader lays all of them out before they come. Null: not looked at, or it cannot be read. */
	sizes: text('sizes', { mode: 'json' }).$type<readonly (readonly [width: number, height: number])[]>(),
	/** What its signatures say; null: it has none, or nobody looked. */
	signatures: text('signatures', { mode: 'json' }).$type<PaperSignatures>(),
});

/** The text of papers, for searching; pages without any have no row. */
export const pageTexts = sqliteTable(
	'page_texts',
	{
		sha256: text('sha256')
			.notNull()
			.references(() => files.sha256),
		/** from 1 */
		page: integer('page').notNull(),
		text: text('text').notNull(),
		/** The same as it is searched, of the same length (db/fold.ts). */
		folded: text('folded').notNull(),
		/** The page is a picture in which this was read (Tesseract): it may be wrong, and empty where there is nothing. */
		byOcr: integer('by_ocr', { mode: 'boolean' }).notNull().default(false),
		/** Where that stands in the picture. Null: the page has text of its own, or was read when nobody asked for it. */
		words: text('words', { mode: 'json' }).$type<readonly PlacedLine[]>(),
	},
	(table) => [unique('page_texts_once').on(table.sha256, table.page)],
);
