import { sql } from 'drizzle-orm';
import { check, index, primaryKey, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core';

/*
 * Dates of validity are calendar days 'YYYY-MM-DD' in Vietnam. `valid_from` is the first day, `valid_to` the first day
 * that is no longer covered (null: still in force), so that two links that follow each other share a day and no gap.
 */

/** A node of the organisation tree (đơn vị): province, department, district, commune, Party body… */
export const units = sqliteTable(
	'units',
	{
		id: text('id').primaryKey(),
		name: text('name').notNull(),
		level: text('level', { enum: ['province', 'department', 'party', 'district', 'commune', 'other'] }).notNull(),
	},
	(table) => [
		check('units_level', sql`${table.level} IN ('province', 'department', 'party', 'district', 'commune', 'other')`),
	],
);

/** Where a unit hangs. Since 1 July 2025 a province has no districts: older meetings keep the tree of their day. */
export const unitParents = sqliteTable(
	'unit_parents',
	{
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		parentId: text('parent_id')
			.notNull()
			.references(() => units.id),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
	},
	(table) => [
		primaryKey({ columns: [table.unitId, table.validFrom] }),
		index('unit_parents_parent').on(table.parentId),
		check('unit_parents_not_itself', sql`${table.unitId} <> ${table.parentId}`),
		check('unit_parents_dates', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
	],
);

/** Official codes are text (leading zeros count); a unit may have one per scheme at a time, and others before. */
export const unitCodes = sqliteTable(
	'unit_codes',
	{
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		scheme: text('scheme').notNull(),
		code: text('code').notNull(),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
	},
	(table) => [
		primaryKey({ columns: [table.unitId, table.scheme, table.validFrom] }),
		uniqueIndex('unit_codes_in_force')
			.on(table.scheme, table.code)
			.where(sql`${table.validTo} IS NULL`),
		check('unit_codes_dates', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
	],
);

/** A room of a unit that joins meetings as one participant (điểm cầu). */
export const sites = sqliteTable(
	'sites',
	{
		id: text('id').primaryKey(),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		code: text('code').notNull(),
		name: text('name').notNull(),
	},
	(table) => [unique('sites_code').on(table.code), index('sites_unit').on(table.unitId)],
);

export const people = sqliteTable('people', {
	id: text('id').primaryKey(),
	name: text('name').notNull(),
	/** Chức vụ as it is printed below the name, e.g. `Chủ tịch UBND tỉnh`. */
	position: text('position').notNull(),
	email: text('email'),
});

export const memberships = sqliteTable(
	'memberships',
	{
		personId: text('person_id')
			.notNull()
			.references(() => people.id),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		title: text('title').notNull(),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
	},
	(table) => [
		primaryKey({ columns: [table.personId, table.unitId, table.validFrom] }),
		index('memberships_unit').on(table.unitId),
		check('memberships_dates', sql`${table.validTo} IS NULL OR ${table.validTo} >= ${table.validFrom}`),
	],
);
