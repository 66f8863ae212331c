import { sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { people, units } from './org.ts';

/** A body that decides (cơ quan tập thể): UBND, HĐND, a board… What it is called and how many seats it has, has dates. */
export const bodies = sqliteTable(
	'bodies',
	{
		id: text('id').primaryKey(),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		kind: text('kind', { enum: ['ubnd', 'hdnd', 'board', 'other'] }).notNull(),
		/** JSON of a `RuleSet` (app/meeting/rule-set.ts); the rule of a vote is copied from it when the vote opens. */
		ruleSet: text('rule_set').notNull(),
		/** The body that it was merged into, on the day that its last period ends. */
		successorId: text('successor_id').references((): AnySQLiteColumn => bodies.id),
	},
	(table) => [check('bodies_kind', sql`${table.kind} IN ('ubnd', 'hdnd', 'board', 'other')`)],
);

/** What a body was in a stretch of time (days as in org.ts): it exists on the days that a row covers. */
export const bodyPeriods = sqliteTable(
	'body_periods',
	{
		bodyId: text('body_id')
			.notNull()
			.references(() => bodies.id),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
		name: text('name').notNull(),
		/** All members in the sense of the law, filled or not: the base `all` of a rule. */
		seats: integer('seats').notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.bodyId, table.validFrom] }),
		uniqueIndex('body_periods_one_in_force')
			.on(table.bodyId)
			.where(sql`${table.validTo} IS NULL`),
		check('body_periods_seats', sql`${table.seats} > 0`),
		check('body_periods_dates', sql`${table.validTo} IS NULL OR ${table.validTo} > ${table.validFrom}`),
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
		/** Heads the body in this term (Chủ tịch, quyền Chủ tịch): one at a time. */
		isHead: integer('is_head', { mode: 'boolean' }).notNull().default(false),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
	},
	(table) => [
		primaryKey({ columns: [table.bodyId, table.personId, table.validFrom] }),
		index('body_members_person').on(table.personId),
		check('body_members_head', sql`${table.isHead} IN (0, 1)`),
		check('body_members_dates', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
	],
);
