import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, unique, uniqueIndex } from 'drizzle-orm/sqlite-core';

/*
 * Dates of validity are calendar days 'YYYY-MM-DD' in Vietnam. `valid_from` is the first day, `valid_to` the first day
 * that is no longer covered (null: still in force), so that two links that follow each other share a day and no gap.
 */

/** A node of the organisation tree (đơn vị): province, department, district, commune, Party body… What it is called and where it hangs has dates. */
export const units = sqliteTable('units', { id: text('id').primaryKey() });

/** What a unit was in a stretch of time: it exists on the days that a row covers. Since 1 July 2025 a province has no districts. */
export const unitPeriods = sqliteTable(
	'unit_periods',
	{
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
		/** The administrative code, as text (leading zeros count); empty: none. */
		code: text('code').notNull(),
		name: text('name').notNull(),
		level: text('level', { enum: ['province', 'department', 'party', 'district', 'commune', 'other'] }).notNull(),
		/** null: at the top */
		parentId: text('parent_id').references(() => units.id),
		/** The name as it is searched (db/fold.ts). */
		folded: text('folded').notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.unitId, table.validFrom] }),
		index('unit_periods_parent').on(table.parentId),
		uniqueIndex('unit_periods_code_in_force')
			.on(table.code)
			.where(sql`${table.validTo} IS NULL AND ${table.code} <> ''`),
		uniqueIndex('unit_periods_one_in_force')
			.on(table.unitId)
			.where(sql`${table.validTo} IS NULL`),
		check(
			'unit_periods_level',
			sql`${table.level} IN ('province', 'department', 'party', 'district', 'commune', 'other')`,
		),
		check('unit_periods_not_itself', sql`${table.unitId} <> ${table.parentId}`),
		check('unit_periods_dates', sql`${table.validTo} IS NULL OR ${table.validTo} > ${table.validFrom}`),
	],
);

/** Who carries on what a unit was: several units merged into one, one split into several, or one under another rank. */
export const unitSuccessions = sqliteTable(
	'unit_successions',
	{
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		successorId: text('successor_id')
			.notNull()
			.references(() => units.id),
		kind: text('kind', { enum: ['merged', 'split', 'renamed'] }).notNull(),
		/** the successor's first day */
		day: text('day').notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.unitId, table.successorId, table.day] }),
		index('unit_successions_successor').on(table.successorId),
		check('unit_successions_kind', sql`${table.kind} IN ('merged', 'split', 'renamed')`),
		check('unit_successions_not_itself', sql`${table.unitId} <> ${table.successorId}`),
	],
);

/** A room that joins meetings as one participant (điểm cầu). */
export const sites = sqliteTable('sites', { id: text('id').primaryKey() });

/** What a site was in a stretch of time, and of which unit. */
export const sitePeriods = sqliteTable(
	'site_periods',
	{
		siteId: text('site_id')
			.notNull()
			.references(() => sites.id),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
		code: text('code').notNull(),
		name: text('name').notNull(),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
	},
	(table) => [
		primaryKey({ columns: [table.siteId, table.validFrom] }),
		index('site_periods_unit').on(table.unitId),
		uniqueIndex('site_periods_code_in_force')
			.on(table.code)
			.where(sql`${table.validTo} IS NULL`),
		uniqueIndex('site_periods_one_in_force')
			.on(table.siteId)
			.where(sql`${table.validTo} IS NULL`),
		check('site_periods_dates', sql`${table.validTo} IS NULL OR ${table.validTo} > ${table.validFrom}`),
	],
);

/** A part of the province that meetings group their sites by (khu vực): a former district, a carrier's hub. */
export const areas = sqliteTable('areas', { id: text('id').primaryKey(), name: text('name').notNull() }, (table) => [
	unique('areas_name').on(table.name),
]);

/** The units that an area lists, each from a day on. */
export const areaUnits = sqliteTable(
	'area_units',
	{
		areaId: text('area_id')
			.notNull()
			.references(() => areas.id),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
		validFrom: text('valid_from').notNull(),
		validTo: text('valid_to'),
	},
	(table) => [
		primaryKey({ columns: [table.unitId, table.validFrom] }),
		index('area_units_area').on(table.areaId),
		check('area_units_dates', sql`${table.validTo} IS NULL OR ${table.validTo} > ${table.validFrom}`),
	],
);

export const people = sqliteTable(
	'people',
	{
		id: text('id').primaryKey(),
		name: text('name').notNull(),
		/** Chức vụ as it is printed below the name, e.g. `Chủ tịch UBND tỉnh`. */
		position: text('position').notNull(),
		email: text('email'),
		/** Where the name stands in lists (db/name-order.ts), and name and position as they are searched (db/fold.ts). */
		sortKey: text('sort_key').notNull(),
		folded: text('folded').notNull(),
		/** From outside: never was a member of any unit. */
		isGuest: integer('is_guest', { mode: 'boolean' }).notNull().default(true),
	},
	(table) => [
		// A search reads this index alone, in the order of its answer, and of the table no more than it shows.
		index('people_listed').on(table.sortKey, table.id, table.folded),
		index('people_guests')
			.on(table.sortKey, table.id, table.folded)
			.where(sql`${table.isGuest} = 1`),
	],
);

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
