import { sql } from 'drizzle-orm';
import { check, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { documentVersions } from './documents.ts';

/** Which device of whom has been told of a version of a paper, has opened it, and has confirmed that it holds nothing of it any more. */
export const paperReceipts = sqliteTable(
	'paper_receipts',
	{
		versionId: text('version_id')
			.notNull()
			.references(() => documentVersions.id),
		/** A person's or a room's id. */
		participantId: text('participant_id').notNull(),
		/** The beginning of its session's key: of each sign-in another one. */
		device: text('device').notNull(),
		kind: text('kind', { enum: ['computer', 'tablet', 'phone', 'unknown'] }).notNull(),
		/** Times in ms since the epoch; the first at which a page or a meeting's plan with it was handed over. */
		receivedAt: integer('received_at').notNull(),
		/** Null: never; its first page was asked for. */
		openedAt: integer('opened_at'),
		lastOpenedAt: integer('last_opened_at'),
		/** It was recalled, and this device said that it has dropped what it held. */
		goneAt: integer('gone_at'),
		/** Since when it holds something of it to be read without a network, and until when that can be opened; null: it does not. */
		heldSince: integer('held_since'),
		heldUntil: integer('held_until'),
	},
	(table) => [
		primaryKey({ columns: [table.versionId, table.participantId, table.device] }),
		check('paper_receipts_kind', sql`${table.kind} IN ('computer', 'tablet', 'phone', 'unknown')`),
	],
);
