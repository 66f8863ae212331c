import { sql } from 'drizzle-orm';
import { check, foreignKey, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { meetings } from './meetings.ts';
import { units } from './org.ts';

/**
 * A media node (máy truyền dẫn) that dials this installation. Never deleted: revoked. The control process's own one is
 * none of them.
 */
export const mediaNodes = sqliteTable(
	'media_nodes',
	{
		/** Its name, over all its starts. */
		id: text('id').primaryKey(),
		/** What people call it; empty: by its name. */
		title: text('title').notNull(),
		/** Where it stands; null: in the middle. */
		unitId: text('unit_id').references(() => units.id),
		/** Its parent in the tree, where an administrator chose another one than its place gives. */
		parentId: text('parent_id'),
		/** How many devices it takes; null: as many as come. */
		capacity: integer('capacity'),
		/** What its line towards the parent carries, and from there, in kbit/s; null: not said. */
		upKbps: integer('up_kbps'),
		downKbps: integer('down_kbps'),
		/** Of the whole token. */
		tokenHash: text('token_hash').notNull(),
		createdAt: integer('created_at').notNull(),
		/** Since then its token lets nobody in. */
		revokedAt: integer('revoked_at'),
		/** Since then nobody is sent to it. */
		drainingSince: integer('draining_since'),
	},
	(table) => [
		foreignKey({ columns: [table.parentId], foreignColumns: [table.id] }),
		check('media_nodes_name', sql`length(${table.id}) BETWEEN 1 AND 100 AND ${table.id} NOT GLOB '*[^A-Za-z0-9_.-]*'`),
		check('media_nodes_not_itself', sql`${table.parentId} <> ${table.id}`),
		check(
			'media_nodes_numbers',
			sql`min(coalesce(${table.capacity}, 1), coalesce(${table.upKbps}, 1), coalesce(${table.downKbps}, 1)) > 0`,
		),
	],
);

/** The units that a node serves with all below them, besides the one where it stands; days as in org.ts. */
export const mediaNodeUnits = sqliteTable(
	'media_node_units',
	{
		nodeId: text('node_id')
			.notNull()
			.references(() => mediaNodes.id),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
	},
	(table) => [
		primaryKey({ columns: [table.nodeId, table.unitId, table.validFrom] }),
		check('media_node_units_dates', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
	],
);

/** The node that an operator chose for somebody in a meeting, for as long as it lasts: one of those above, or the control process's own. */
export const mediaNodeChoices = sqliteTable(
	'media_node_choices',
	{
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		participantId: text('participant_id').notNull(),
		nodeId: text('node_id').notNull(),
	},
	(table) => [primaryKey({ columns: [table.meetingId, table.participantId] })],
);
