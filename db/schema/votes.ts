import { sql } from 'drizzle-orm';
import { blob, check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { agendaItems, meetings } from './meetings.ts';
import { people } from './org.ts';

/** Votes are never deleted: a repeated vote is a new row, the old one stays with the reason why it was cancelled. */
export const votes = sqliteTable(
	'votes',
	{
		id: text('id').primaryKey(),
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		itemId: text('item_id').references(() => agendaItems.id),
		title: text('title').notNull(),
		secret: integer('secret', { mode: 'boolean' }).notNull(),
		/** JSON, frozen when the vote opened, as are the entitled. */
		rule: text('rule').notNull(),
		entitled: text('entitled').notNull(),
		openedAt: integer('opened_at').notNull(),
		closedAt: integer('closed_at'),
		publishedAt: integer('published_at'),
		cancelledReason: text('cancelled_reason'),
		result: text('result'),
	},
	(table) => [
		index('votes_meeting').on(table.meetingId),
		check('votes_secret', sql`${table.secret} IN (0, 1)`),
		check('votes_order', sql`${table.publishedAt} IS NULL OR ${table.closedAt} IS NOT NULL`),
	],
);

/** Who has voted, apart from what: all that a secret vote keeps about a person. */
export const voteParticipation = sqliteTable(
	'vote_participation',
	{
		voteId: text('vote_id')
			.notNull()
			.references(() => votes.id),
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		at: integer('at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.voteId, table.personId] })],
);

/** Named ballots: public records. */
export const ballots = sqliteTable(
	'ballots',
	{
		voteId: text('vote_id')
			.notNull()
			.references(() => votes.id),
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		choice: text('choice').notNull(),
	},
	(table) => [primaryKey({ columns: [table.voteId, table.personId] })],
);

/**
 * The ballots of secret votes. A random key, no time, no voter and, as WITHOUT ROWID orders rows by that key alone, no
 * trace of the order of casting; there is no index that would keep one. Who reads the database cannot link a row to a
 * voter; it does not hold against someone who alters the running server.
 */
export const urn = sqliteTable(
	'urn',
	{
		key: blob('key', { mode: 'buffer' }).primaryKey(),
		voteId: text('vote_id')
			.notNull()
			.references(() => votes.id),
		choice: text('choice').notNull(),
	},
	(table) => [check('urn_key', sql`length(${table.key}) = 16`)],
);
