import { and, asc, eq, gt, inArray, isNull, or, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { sitePeriods, unitPeriods } from '../schema/org.ts';
import { inForce, knownOn } from './periods.ts';
import { levelRank } from './units.ts';

export interface Site {
	readonly id: string;
	readonly code: string;
	readonly name: string;
	readonly unitId: string;
	readonly unitName: string;
	/** administrative code of the unit; empty where it has none that day */
	readonly unitCode: string;
	readonly level: typeof unitPeriods.$inferSelect.level;
}

export interface SitesFilter {
	/** `YYYY-MM-DD`: the sites that exist on that day, and whose units' names and codes count */
	readonly date: string;
	readonly unitIds?: readonly string[] | undefined;
}

/** Whether a site is no more on that day; one that has yet to begin is set up before. */
export const hasEnded = (db: Database, siteId: string, date: string): boolean =>
	lasting(db).get({ siteId, date }) === undefined;

const lasting = prepared(({ orm }) =>
	orm
		.select({ id: sitePeriods.siteId })
		.from(sitePeriods)
		.where(
			and(
				eq(sitePeriods.siteId, sql.placeholder('siteId')),
				or(isNull(sitePeriods.validTo), gt(sitePeriods.validTo, sql.placeholder('date'))),
			),
		)
		.limit(1)
		.prepare(),
);

/** Of all these ids, whatever they are of, those of sites that are no more on that day. */
export function listEnded({ sqlite }: Database, ids: readonly string[], date: string): string[] {
	if (ids.length === 0) return [];
	return sqlite
		.prepare<{ ids: string; date: string }, string>(
			`SELECT id FROM sites WHERE id IN (SELECT value FROM json_each(@ids)) AND NOT EXISTS
			 (SELECT 1 FROM site_periods WHERE site_id = sites.id AND (valid_to IS NULL OR valid_to > @date))`,
		)
		.pluck()
		.all({ ids: JSON.stringify(ids), date });
}

/** All sites of a day, or those of some units, in administrative order: by the level of their unit, then by its code. */
export const listSites = (db: Database, { date, unitIds }: SitesFilter): Site[] =>
	unitIds ? selectSites(db, date, inArray(sitePeriods.unitId, [...unitIds])).all() : allSites(db).all({ date });

const allSites = prepared((db) => selectSites(db, sql.placeholder('date')).prepare());

const selectSites = ({ orm }: Database, date: string | Placeholder, which?: SQL) =>
	orm
		.select({
			id: sitePeriods.siteId,
			code: sitePeriods.code,
			name: sitePeriods.name,
			unitId: sitePeriods.unitId,
			unitName: unitPeriods.name,
			unitCode: unitPeriods.code,
			level: unitPeriods.level,
		})
		.from(sitePeriods)
		.innerJoin(unitPeriods, and(eq(unitPeriods.unitId, sitePeriods.unitId), knownOn(unitPeriods, date)))
		.where(and(inForce(sitePeriods, date), which))
		.orderBy(levelRank, asc(unitPeriods.code), asc(sitePeriods.code));
