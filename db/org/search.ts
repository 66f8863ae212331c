import { and, asc, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { fold } from '../fold.ts';
import { unitPeriods } from '../schema/org.ts';
import { listPeople, type Person } from './people.ts';
import { inForce } from './periods.ts';
import { listSites, type Site } from './sites.ts';
import { levelRank } from './units.ts';

export interface Search {
	readonly text: string;
	/** `YYYY-MM-DD`: whose memberships, units and sites count */
	readonly date: string;
	/** of each kind; 20 */
	readonly limit?: number;
}

export interface Found {
	readonly people: readonly Person[];
	readonly units: readonly { readonly id: string; readonly name: string }[];
	readonly sites: readonly Site[];
}

/** By name, with or without diacritics: `tho xuan` finds `Thọ Xuân`. People are also found by their position. */
export function searchOrg(db: Database, { text, date, limit = 20 }: Search): Found {
	const pattern = searchPattern(text);
	return {
		people: listPeople(db, { date, pattern, limit }),
		units: db.orm
			.select({ id: unitPeriods.unitId, name: unitPeriods.name })
			.from(unitPeriods)
			.where(and(inForce(unitPeriods, date), sql`fold(${unitPeriods.name}) LIKE ${pattern} ESCAPE '\\'`))
			.orderBy(levelRank, asc(unitPeriods.name))
			.limit(limit)
			.all(),
		sites: listSites(db, { date, pattern, limit }),
	};
}

/** People alone, of some units or of all. */
export const searchPeople = (
	db: Database,
	{ text, date, limit = 20, unitIds }: Search & { readonly unitIds: readonly string[] | undefined },
): Person[] => listPeople(db, { date, pattern: searchPattern(text), limit, ...(unitIds && { unitIds }) });

/** A LIKE pattern, with `\` as its escape, for folded text that holds what was typed. */
export const searchPattern = (text: string): string => `%${fold(text).replace(/[\\%_]/g, '\\$&')}%`;
