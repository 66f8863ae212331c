import { and, gt, isNull, lte, or, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { bodyPeriods } from '../schema/bodies.ts';
import type { sitePeriods, unitPeriods } from '../schema/org.ts';

/** Is a row with dates of validity in force on that day (`YYYY-MM-DD`)? */
export function inForce(
	table: { validFrom: SQLiteColumn; validTo: SQLiteColumn },
	date: string | Placeholder,
): SQL | undefined {
	return and(lte(table.validFrom, date), or(isNull(table.validTo), gt(table.validTo, date)));
}

/**
 * Joins the one period of each unit (or site, or body) that says what it is called on that day: the one in force, else the last
 * before it, else the first. What ended still has the name that it had, for those who were of it.
 */
export function knownOn(
	table: typeof unitPeriods | typeof sitePeriods | typeof bodyPeriods,
	date: string | SQL | Placeholder,
): SQL {
	const owner = sql.identifier('siteId' in table ? 'site_id' : 'bodyId' in table ? 'body_id' : 'unit_id');
	const same = sql`"other".${owner} = ${table}.${owner}`;
	return sql`${table}."valid_from" = coalesce((SELECT max("other"."valid_from") FROM ${table} AS "other" WHERE ${same} AND "other"."valid_from" <= ${date}), (SELECT min("other"."valid_from") FROM ${table} AS "other" WHERE ${same}))`;
}

/** Of what holds from a day to a day, as of one. */
export type PeriodState = 'coming' | 'in-force' | 'over';

/** Days as `YYYY-MM-DD`; `validTo` is the first on which it no longer holds. */
export function stateOn(period: { validFrom: string; validTo: string | null }, date: string): PeriodState {
	if (period.validTo !== null && period.validTo <= date) return 'over';
	return period.validFrom > date ? 'coming' : 'in-force';
}
