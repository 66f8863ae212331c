import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { accounts } from './auth.ts';
import { files } from './documents.ts';
import { meetings } from './meetings.ts';

/** Minutes as they were drawn up from the journal up to and including `journal_seq`. */
export const minutes = sqliteTable(
	'minutes',
	{
		id: text('id').primaryKey(),
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		/** The DOCX. */
		sha256: text('sha256')
			.notNull()
			.references(() => files.sha256),
		drawnAt: integer('drawn_at').notNull(),
		journalSeq: integer('journal_seq').notNull(),
		/** Of what the DOCX says: minutes that say the same are drawn once. */
		contentSha256: text('content_sha256').notNull(),
		status: text('status', { enum: ['draft', 'approved', 'superseded'] }).notNull(),
	},
	(table) => [
		index('minutes_meeting').on(table.meetingId),
		check('minutes_status', sql`${table.status} IN ('draft', 'approved', 'superseded')`),
	],
);

/** Who, from where, when, what: kept 12 months (information systems of level 3). Never changed. */
export const audit = sqliteTable(
	'audit',
	{
		id: integer('id').primaryKey({ autoIncrement: true }),
		at: integer('at').notNull(),
		accountId: text('account_id').references(() => accounts.id),
		ip: text('ip'),
		/** A stable word such as `sign-in`, `document-opened`. */
		action: text('action').notNull(),
		/** What it was done to: an id, or empty. */
		subject: text('subject').notNull(),
		/** JSON object. Never a secret. */
		detail: text('detail').notNull(),
	},
	(table) => [index('audit_at').on(table.at), index('audit_account').on(table.accountId)],
);
