import { sql } from 'drizzle-orm';
import { blob, check, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { meetings } from './meetings.ts';

/**
 * The append-only list of a meeting's events. Gapless per meeting from 1, hash-chained. WITHOUT ROWID: the rows of a
 * meeting lie next to each other in the order in which they are replayed.
 */
export const journal = sqliteTable(
	'journal',
	{
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		seq: integer('seq').notNull(),
		at: integer('at').notNull(),
		/** A participant's id, or `system`. */
		actor: text('actor').notNull(),
		deviceId: text('device_id'),
		/** On the first event of a command only: a command that is sent again is found by it and not done twice. */
		requestId: text('request_id'),
		type: text('type').notNull(),
		payload: text('payload').notNull(),
		previousHash: blob('previous_hash', { mode: 'buffer' }).notNull(),
		hash: blob('hash', { mode: 'buffer' }).notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.meetingId, table.seq] }),
		uniqueIndex('journal_request')
			.on(table.meetingId, table.requestId)
			.where(sql`${table.requestId} IS NOT NULL`),
		check('journal_seq', sql`${table.seq} > 0`),
		check('journal_hashes', sql`length(${table.previousHash}) = 32 AND length(${table.hash}) = 32`),
	],
);
