import { and, asc, eq, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { sitePeriods, unitPeriods } from '../schema/org.ts';
import { inForce } from './periods.ts';
import { levelRank } from './units.ts';

/**
 * The units of a day (`YYYY-MM-DD`), in administrative order, as text: for each a line with its id, its level, how many rooms it has
 * that day, and its name. SQLite writes it in one piece: hundreds of units as objects were built, walked through and written anew
 * at each step of their way to a browser.
 */
export const unitLines = (db: Database, date: string): string => lines(db).get({ date })?.text ?? '';

const lines = prepared(({ orm }) => {
	const date = sql.placeholder('date');
	const { level, code, name } = unitPeriods;
	// Named outright: drizzle leaves the table's name away where it selects from one alone.
	const unitId = sql`"unit_periods"."unit_id"`;
	const rooms = sql`(SELECT count(*) FROM ${sitePeriods} WHERE ${and(eq(sitePeriods.unitId, unitId), inForce(sitePeriods, date))})`;
	const line = sql`${unitId} || ' ' || ${level} || ' ' || ${rooms} || ' ' || replace(${name}, char(10), ' ')`;
	return orm
		.select({
			text: sql<
				string | null
			>`group_concat(${line}, char(10) ORDER BY ${sql.join([levelRank, asc(code), asc(name)], sql`, `)})`,
		})
		.from(unitPeriods)
		.where(inForce(unitPeriods, date))
		.prepare();
});
