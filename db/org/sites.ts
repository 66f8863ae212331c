import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { sites, unitCodes, units } from '../schema/org.ts';
import { administrativeCodeOf, levelRank } from './units.ts';

export interface Site {
	readonly id: string;
	readonly code: string;
	readonly name: string;
	readonly unitId: string;
	readonly unitName: string;
	/** administrative code of the unit; empty where it has none that day */
	readonly unitCode: string;
	readonly level: typeof units.$inferSelect.level;
}

export interface SitesFilter {
	/** `YYYY-MM-DD`: whose codes count */
	readonly date: string;
	readonly unitIds?: readonly string[];
	/** folded text that the name must hold, as a LIKE pattern with `\` as its escape */
	readonly pattern?: string;
	readonly limit?: number;
}

/** All sites, or those of some units, in administrative order: by the level of their unit, then by its code. */
export function listSites({ orm }: Database, { date, unitIds, pattern, limit = -1 }: SitesFilter): Site[] {
	return orm
		.select({
			id: sites.id,
			code: sites.code,
			name: sites.name,
			unitId: units.id,
			unitName: units.name,
			unitCode: unitCodes.code,
			level: units.level,
		})
		.from(sites)
		.innerJoin(units, eq(units.id, sites.unitId))
		.leftJoin(unitCodes, administrativeCodeOf(units.id, date))
		.where(
			and(
				unitIds && inArray(sites.unitId, [...unitIds]),
				pattern === undefined ? undefined : sql`fold(${sites.name}) LIKE ${pattern} ESCAPE '\\'`,
			),
		)
		.orderBy(levelRank, asc(unitCodes.code), asc(sites.code))
		.limit(limit)
		.all()
		.map((row) => ({ ...row, unitCode: row.unitCode ?? '' }));
}
