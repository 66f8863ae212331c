import { and, asc, eq, gt, isNull, lte, or, sql, type SQL } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { unitCodes, unitParents, units } from '../schema/org.ts';

/** The scheme of the codes that units are ordered and imported by. */
export const administrativeScheme = 'administrative';

/** Is a row with dates of validity in force on that day (`YYYY-MM-DD`)? */
export function inForce(table: { validFrom: SQLiteColumn; validTo: SQLiteColumn }, date: string): SQL | undefined {
	return and(lte(table.validFrom, date), or(isNull(table.validTo), gt(table.validTo, date)));
}

/** Joins `unitCodes`: the administrative code that the unit has on that day. */
export function administrativeCodeOf(unitId: SQLiteColumn, date: string): SQL | undefined {
	return and(eq(unitCodes.unitId, unitId), eq(unitCodes.scheme, administrativeScheme), inForce(unitCodes, date));
}

/** The province first, then its departments and Party bodies, the districts, the communes; within a level by code. */
export const levelRank = sql`CASE ${units.level} WHEN 'province' THEN 0 WHEN 'department' THEN 1 WHEN 'party' THEN 2 WHEN 'district' THEN 3 WHEN 'commune' THEN 4 ELSE 5 END`;

export interface Unit {
	readonly id: string;
	readonly name: string;
	readonly level: typeof units.$inferSelect.level;
	/** administrative code; empty where the unit has none that day */
	readonly code: string;
	readonly parentId: string | null;
}

/** All units of one day (`YYYY-MM-DD`), with the parent that each has that day, ordered by administrative code. */
export function listUnits(db: Database, date: string): Unit[] {
	return selectUnits(db, date).orderBy(levelRank, asc(unitCodes.code), asc(units.name)).all().map(toUnit);
}

export interface UnitNode extends Unit {
	readonly children: readonly UnitNode[];
}

/** The tree of one day: its roots, each level ordered by administrative code. */
export function readUnitTree(db: Database, date: string): UnitNode[] {
	const nodes = listUnits(db, date).map((unit) => ({ ...unit, children: [] as UnitNode[] }));
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const roots: UnitNode[] = [];
	for (const node of nodes) {
		const siblings = node.parentId === null ? roots : byId.get(node.parentId)?.children;
		(siblings ?? roots).push(node);
	}
	return roots;
}

/** @throws DataError `not-found` */
export function requireUnit({ orm }: Database, id: string): Pick<Unit, 'id' | 'name'> {
	const unit = orm.select({ id: units.id, name: units.name }).from(units).where(eq(units.id, id)).get();
	if (!unit) throw new DataError('not-found', id);
	return unit;
}

function selectUnits({ orm }: Database, date: string) {
	return orm
		.select({
			id: units.id,
			name: units.name,
			level: units.level,
			code: unitCodes.code,
			parentId: unitParents.parentId,
		})
		.from(units)
		.leftJoin(unitCodes, administrativeCodeOf(units.id, date))
		.leftJoin(unitParents, and(eq(unitParents.unitId, units.id), inForce(unitParents, date)))
		.$dynamic();
}

const toUnit = (row: Omit<Unit, 'code'> & { code: string | null }): Unit => ({ ...row, code: row.code ?? '' });
