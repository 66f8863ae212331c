import { sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { blob, check, foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { agendaItems, meetings } from './meetings.ts';
import { people } from './org.ts';

/** Votes are never deleted: a repeated vote is a new row, the old one stays with the reason why it was cancelled. */
export const votes = sqliteTable(
	'votes',
	{
		/** made up by a browser: unique within its meeting */
		id: text('id').notNull(),
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
		primaryKey({ columns: [table.meetingId, table.id] }),
		index('votes_item').on(table.itemId),
		check('votes_secret', sql`${table.secret} IN (0, 1)`),
		check('votes_order', sql`${table.publishedAt} IS NULL OR ${table.closedAt} IS NOT NULL`),
	],
);

/** A row of what belongs to one vote. */
const ofVote = (table: { meetingId: AnySQLiteColumn; voteId: AnySQLiteColumn }) =>
	foreignKey({ columns: [table.meetingId, table.voteId], foreignColumns: [votes.meetingId, votes.id] });

/** Who has voted, apart from what: all that a secret vote keeps about a person. */
export const voteParticipation = sqliteTable(
	'vote_participation',
	{
		meetingId: text('meeting_id').notNull(),
		voteId: text('vote_id').notNull(),
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		at: integer('at').notNull(),
	},
	(table) => [primaryKey({ columns: [table.meetingId, table.voteId, table.personId] }), ofVote(table)],
);

/** Named ballots: public records. */
export const ballots = sqliteTable(
	'ballots',
	{
		meetingId: text('meeting_id').notNull(),
		voteId: text('vote_id').notNull(),
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		choice: text('choice').notNull(),
	},
	(table) => [primaryKey({ columns: [table.meetingId, table.voteId, table.personId] }), ofVote(table)],
);

/**
 * The ballots of secret votes. A random key, no time, no voter; WITHOUT ROWID, so that there is no number of a row
 * either. The place of a row within its page still tells when it came, which is why the urn is poured out when the vote
 * ends (db/votes/urn.ts). Who reads the database after that cannot link a row to a voter; it does not hold against
 * someone who alters the running server, or who copies the disk while the vote is open.
 */
export const urn = sqliteTable(
	'urn',
	{
		meetingId: text('meeting_id').notNull(),
		voteId: text('vote_id').notNull(),
		key: blob('key', { mode: 'buffer' }).notNull(),
		choice: text('choice').notNull(),
	},
	(table) => [
		// By vote first: the ballots of one are read without those of all others.
		primaryKey({ columns: [table.meetingId, table.voteId, table.key] }),
		check('urn_key', sql`length(${table.key}) = 16`),
		ofVote(table),
	],
);
