import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { people, units } from './org.ts';

/** A body that decides (cơ quan tập thể): UBND, HĐND, a board… */
export const bodies = sqliteTable(
	'bodies',
	{
		id: text('id').primaryKey(),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		name: text('name').notNull(),
		kind: text('kind', { enum: ['ubnd', 'hdnd', 'board', 'other'] }).notNull(),
		/** All members in the sense of the law, filled or not: the base `all` of a rule. */
		seats: integer('seats').notNull(),
		/** JSON of a `RuleSet` (app/meeting/rule-set.ts); the rule of a vote is copied from it when the vote opens. */
		ruleSet: text('rule_set').notNull(),
	},
	(table) => [
		check('bodies_kind', sql`${table.kind} IN ('ubnd', 'hdnd', 'board', 'other')`),
		check('bodies_seats', sql`${table.seats} > 0`),
	],
);

export const bodyMembers = sqliteTable(
	'body_members',
	{
		bodyId: text('body_id')
			.notNull()
			.references(() => bodies.id),
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		position: text('position').notNull(),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
	},
	(table) => [
		primaryKey({ columns: [table.bodyId, table.personId, table.validFrom] }),
		index('body_members_person').on(table.personId),
		check('body_members_dates', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
	],
);
