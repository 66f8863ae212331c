import { and, asc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { areas, areaUnits, sitePeriods, unitPeriods, unitSuccessions } from '../schema/org.ts';
import { knownOn } from './periods.ts';
import type { Unit } from './units.ts';

interface Stretch {
	/** `YYYY-MM-DD` */
	readonly validFrom: string;
	/** the first day that is no longer covered; null: still in force */
	readonly validTo: string | null;
}

interface Related {
	readonly id: string;
	readonly name: string;
	readonly kind: typeof unitSuccessions.$inferSelect.kind;
	readonly day: string;
}

/** All that a unit was, newest first. */
export interface UnitHistory {
	readonly id: string;
	/** what it is called today, or was last */
	readonly name: string;
	readonly periods: readonly (Stretch & {
		readonly code: string;
		readonly name: string;
		readonly level: Unit['level'];
		readonly parent: { readonly id: string; readonly name: string } | null;
	})[];
	readonly areas: readonly (Stretch & { readonly name: string })[];
	/** the sites that are or were of it, each with all that it was */
	readonly sites: readonly {
		readonly id: string;
		readonly periods: readonly (Stretch & {
			readonly code: string;
			readonly name: string;
			readonly unit: { readonly id: string; readonly name: string };
		})[];
	}[];
	readonly successors: readonly Related[];
	readonly predecessors: readonly Related[];
}

/** @throws DataError `not-found` */
export function readUnitHistory(db: Database, id: string, today: string): UnitHistory {
	const { orm } = db;
	const rows = orm
		.select()
		.from(unitPeriods)
		.where(eq(unitPeriods.unitId, id))
		.orderBy(asc(unitPeriods.validFrom))
		.all();
	const [first] = rows;
	if (!first) throw new DataError('not-found', id);
	const siteRows = orm
		.select()
		.from(sitePeriods)
		.where(
			inArray(
				sitePeriods.siteId,
				orm.select({ id: sitePeriods.siteId }).from(sitePeriods).where(eq(sitePeriods.unitId, id)),
			),
		)
		.orderBy(asc(sitePeriods.code), asc(sitePeriods.validFrom))
		.all();
	// Each is called as it was in that stretch.
	const nameOn = (unitId: string, day: string) => ({
		id: unitId,
		name:
			orm
				.select({ name: unitPeriods.name })
				.from(unitPeriods)
				.where(and(eq(unitPeriods.unitId, unitId), knownOn(unitPeriods, day)))
				.get()?.name ?? '',
	});
	const related = (other: 'unitId' | 'successorId') => {
		const own = other === 'unitId' ? unitSuccessions.successorId : unitSuccessions.unitId;
		const found = orm.select().from(unitSuccessions).where(eq(own, id)).orderBy(asc(unitSuccessions.day)).all();
		return found.map((row) => ({ ...nameOn(row[other], row.day), kind: row.kind, day: row.day }));
	};
	return {
		id,
		name: (rows.findLast(({ validFrom }) => validFrom <= today) ?? first).name,
		periods: rows
			.map(({ code, name, level, parentId, validFrom, validTo }) => ({
				code,
				name,
				level,
				validFrom,
				validTo,
				parent: parentId === null ? null : nameOn(parentId, validFrom),
			}))
			.reverse(),
		areas: orm
			.select({ name: areas.name, validFrom: areaUnits.validFrom, validTo: areaUnits.validTo })
			.from(areaUnits)
			.innerJoin(areas, eq(areas.id, areaUnits.areaId))
			.where(eq(areaUnits.unitId, id))
			.orderBy(asc(areaUnits.validFrom))
			.all()
			.reverse(),
		sites: [...Map.groupBy(siteRows, ({ siteId }) => siteId)].map(([siteId, periods]) => ({
			id: siteId,
			periods: periods
				.map(({ code, name, unitId, validFrom, validTo }) => ({
					code,
					name,
					validFrom,
					validTo,
					unit: nameOn(unitId, validFrom),
				}))
				.reverse(),
		})),
		successors: related('successorId'),
		predecessors: related('unitId'),
	};
}
