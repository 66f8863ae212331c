import { sql } from 'drizzle-orm';
import { blob, check, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { meetings } from './meetings.ts';

/**
 * What there are journals of. A table of its own, so that another kind of stream rebuilds this small table and not the
 * journal of years.
 */
export const streams = sqliteTable(
	'streams',
	{
		id: text('id').primaryKey(),
		kind: text('kind', { enum: ['meeting'] }).notNull(),
		/** Whose journal it is; a meeting's own stream bears its id. */
		meetingId: text('meeting_id').references(() => meetings.id),
	},
	(table) => [
		check('streams_kind', sql`${table.kind} IN ('meeting')`),
		check('streams_meeting', sql`${table.kind} <> 'meeting' OR ${table.meetingId} IS ${table.id}`),
	],
);

/**
 * The append-only list of a stream's events. Gapless per stream from 1, hash-chained. WITHOUT ROWID: the rows of a
 * stream lie next to each other in the order in which they are replayed.
 */
export const journal = sqliteTable(
	'journal',
	{
		streamId: text('stream_id')
			.notNull()
			.references(() => streams.id),
		seq: integer('seq').notNull(),
		at: integer('at').notNull(),
		/** A participant's id, or `system`. */
		actor: text('actor').notNull(),
		deviceId: text('device_id'),
		/** On the first event of a command only: a command that is sent again is found by it and not done twice. */
		requestId: text('request_id'),
		type: text('type').notNull(),
		/** The version of this kind of event (app/meeting/upcast.ts). */
		v: integer('v').notNull(),
		payload: text('payload').notNull(),
		/** The version of the form that the hash was taken of (db/journal/entry.ts). */
		form: integer('form').notNull(),
		previousHash: blob('previous_hash', { mode: 'buffer' }).notNull(),
		hash: blob('hash', { mode: 'buffer' }).notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.streamId, table.seq] }),
		uniqueIndex('journal_request')
			.on(table.streamId, table.requestId)
			.where(sql`${table.requestId} IS NOT NULL`),
		check('journal_seq', sql`${table.seq} > 0`),
		check('journal_versions', sql`${table.v} > 0 AND ${table.form} > 0`),
		check('journal_hashes', sql`length(${table.previousHash}) = 32 AND length(${table.hash}) = 32`),
	],
);
