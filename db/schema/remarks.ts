import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { documentVersions } from './documents.ts';
import { agendaItems, meetings } from './meetings.ts';
import { people } from './org.ts';

/** What participants write to the secretary before a meeting, on an item or a paper of it: góp ý. */
export const remarks = sqliteTable(
	'remarks',
	{
		id: text('id').primaryKey(),
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		/** Null: on the meeting as a whole. Of a paper's remark that paper's item, as it was then. */
		itemId: text('item_id').references(() => agendaItems.id),
		/** The version that its author had before them; null: on the item. */
		versionId: text('version_id').references(() => documentVersions.id),
		/** From 1; null: on the paper as a whole. */
		page: integer('page'),
		authorId: text('author_id')
			.notNull()
			.references(() => people.id),
		text: text('text').notNull(),
		sentAt: integer('sent_at').notNull(),
		/** Null: it stands open. */
		handledAt: integer('handled_at'),
		handledBy: text('handled_by').references(() => people.id),
		/** What became of it, as the secretary tells its author. */
		answer: text('answer'),
	},
	(table) => [
		index('remarks_meeting').on(table.meetingId, table.authorId),
		check('remarks_page', sql`${table.page} IS NULL OR (${table.page} > 0 AND ${table.versionId} IS NOT NULL)`),
		check('remarks_handled', sql`(${table.handledAt} IS NULL) = (${table.handledBy} IS NULL)`),
	],
);
