import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
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
		/** State secrets have no label: they are refused (Luật 117/2025, Điều 5). */
		label: text('label', { enum: ['public', 'internal', 'restricted'] }).notNull(),
		createdAt: integer('created_at').notNull(),
	},
	(table) => [
		index('documents_meeting').on(table.meetingId),
		index('documents_item').on(table.itemId),
		check('documents_label', sql`${table.label} IN ('public', 'internal', 'restricted')`),
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
		fileName: text('file_name').notNull(),
		pages: integer('pages'),
		/** The participant who uploaded it: a person, or null for the system. */
		uploadedBy: text('uploaded_by'),
		uploadedAt: integer('uploaded_at').notNull(),
	},
	(table) => [
		unique('document_versions_number_once').on(table.documentId, table.number),
		index('document_versions_sha256').on(table.sha256),
		check('document_versions_number', sql`${table.number} > 0`),
	],
);
