import { sql } from 'drizzle-orm';
import { blob, check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { documentVersions } from './documents.ts';
import { people } from './org.ts';

/**
 * The key to a person's own marks, never as it is: wrapped by the recovery code, which nobody but the person has, and by a key of
 * each of their devices, which no device gives away. Whoever reads the database has neither, and none of the marks.
 */
export const markKeys = sqliteTable(
	'mark_keys',
	{
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		/** What it is wrapped by: `code`, `once` (a code for one more device), or the id that a device gave itself. */
		holder: text('holder').notNull(),
		/** Which key: another one after a person began anew. */
		keyId: text('key_id').notNull(),
		wrapped: blob('wrapped', { mode: 'buffer' }).notNull(),
		wrappedAt: integer('wrapped_at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.personId, table.holder] })],
);

/**
 * What people draw and write on papers for themselves. Of a mark it is seen that it is there, on which page, since when and how
 * large it is; what it is, and says, is encrypted by the person's devices.
 */
export const paperMarks = sqliteTable(
	'paper_marks',
	{
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		versionId: text('version_id')
			.notNull()
			.references(() => documentVersions.id),
		/** Given by the device that made it. */
		id: text('id').notNull(),
		/** from 1 */
		page: integer('page').notNull(),
		/** When a device changed it, by that device's clock in ms: of two changes the later one stays. */
		changedAt: integer('changed_at').notNull(),
		/** Counts the changes of this person's marks of this version, in the order in which they came. */
		revision: integer('revision').notNull(),
		/** AES-GCM: 12 bytes of initialisation, what is encrypted, 16 bytes of its tag. Null: it was taken away. */
		sealed: blob('sealed', { mode: 'buffer' }),
	},
	(table) => [
		primaryKey({ columns: [table.personId, table.versionId, table.id] }),
		index('paper_marks_revision').on(table.personId, table.versionId, table.revision),
		check('paper_marks_page', sql`${table.page} > 0`),
	],
);

/** What people draw and write on papers for others to see: as it is, not encrypted. */
export const sharedMarks = sqliteTable(
	'shared_marks',
	{
		/** Given by the device that made it. */
		id: text('id').primaryKey(),
		versionId: text('version_id')
			.notNull()
			.references(() => documentVersions.id),
		authorId: text('author_id')
			.notNull()
			.references(() => people.id),
		layer: text('layer', { enum: ['meeting', 'secretariat', 'unit', 'chosen'] }).notNull(),
		/** JSON: ids of the people who were chosen for it. */
		readers: text('readers'),
		/** from 1 */
		page: integer('page').notNull(),
		/** JSON. Null: it was taken off. */
		content: text('content'),
		sharedAt: integer('shared_at').notNull(),
		/** The author, or who took it off for them. */
		takenBy: text('taken_by').references(() => people.id),
		takenAt: integer('taken_at'),
	},
	(table) => [
		index('shared_marks_version').on(table.versionId, table.authorId),
		check('shared_marks_layer', sql`${table.layer} IN ('meeting', 'secretariat', 'unit', 'chosen')`),
		check('shared_marks_readers', sql`(${table.layer} = 'chosen') = (${table.readers} IS NOT NULL)`),
		check('shared_marks_page', sql`${table.page} > 0`),
		check('shared_marks_taken', sql`(${table.takenAt} IS NULL) = (${table.content} IS NOT NULL)`),
	],
);
