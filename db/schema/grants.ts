import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { accounts } from './auth.ts';
import { bodies } from './bodies.ts';
import { people, units } from './org.ts';

/**
 * What a person may do beyond their own meetings, from a day on (days as in org.ts), and on whose word. Never deleted:
 * ended. Of a unit: for it and those below it; of a body: for that one; of neither: everywhere.
 */
export const grants = sqliteTable(
	'grants',
	{
		id: text('id').primaryKey(),
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		kind: text('kind', { enum: ['administer', 'keep-accounts', 'convene', 'keep-papers', 'operate'] }).notNull(),
		unitId: text('unit_id').references(() => units.id),
		bodyId: text('body_id').references(() => bodies.id),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
		reason: text('reason').notNull(),
		/** null: by nobody who was signed in: the first administrator's link, the demo, an earlier version */
		grantedBy: text('granted_by').references(() => accounts.id),
		grantedAt: integer('granted_at').notNull(),
		endedBy: text('ended_by').references(() => accounts.id),
		endedAt: integer('ended_at'),
	},
	(table) => [
		index('grants_person').on(table.personId),
		check('grants_kind', sql`${table.kind} IN ('administer', 'keep-accounts', 'convene', 'keep-papers', 'operate')`),
		check('grants_one_scope', sql`${table.unitId} IS NULL OR ${table.bodyId} IS NULL`),
		check(
			'grants_scope',
			sql`(${table.kind} <> 'administer' OR ${table.unitId} IS NULL) AND (${table.kind} = 'convene' OR ${table.bodyId} IS NULL)`,
		),
		check('grants_dates', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
	],
);
