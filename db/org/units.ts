import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { fold } from '../fold.ts';
import { prepared } from '../prepared.ts';
import { unitPeriods, units } from '../schema/org.ts';
import { inForce, knownOn } from './periods.ts';
import { holds, type Search } from './search.ts';

/** The province first, then its departments and Party bodies, the districts, the communes; within a level by code. */
export const levelRank = sql`CASE ${unitPeriods.level} WHEN 'province' THEN 0 WHEN 'department' THEN 1 WHEN 'party' THEN 2 WHEN 'district' THEN 3 WHEN 'commune' THEN 4 ELSE 5 END`;

export interface Unit {
	readonly id: string;
	readonly name: string;
	readonly level: typeof unitPeriods.$inferSelect.level;
	/** administrative code; empty where the unit has none that day */
	readonly code: string;
	readonly parentId: string | null;
}

/** The units that exist on one day (`YYYY-MM-DD`), as they are called and hang that day, ordered by administrative code. */
export const listUnits = (db: Database, date: string): Unit[] => unitsOn(db).all({ date });

const unitsOn = prepared(({ orm }) => {
	const { unitId: id, name, level, code, parentId } = unitPeriods;
	return orm
		.select({ id, name, level, code, parentId })
		.from(unitPeriods)
		.where(inForce(unitPeriods, sql.placeholder('date')))
		.orderBy(levelRank, asc(code), asc(name))
		.prepare();
});

/** By name, with or without diacritics, ordered by administrative code. */
export function searchUnits(
	{ orm }: Database,
	{ text, date, limit = 20, unitIds }: Search & { readonly unitIds?: readonly string[] | undefined },
): Pick<Unit, 'id' | 'name'>[] {
	return orm
		.select({ id: unitPeriods.unitId, name: unitPeriods.name })
		.from(unitPeriods)
		.where(
			and(
				inForce(unitPeriods, date),
				holds(unitPeriods.folded, fold(text)),
				unitIds && inArray(unitPeriods.unitId, [...unitIds]),
			),
		)
		.orderBy(levelRank, asc(unitPeriods.code), asc(unitPeriods.name))
		.limit(limit)
		.all();
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

/** What a unit is called on that day, or was last. @throws DataError `not-found` */
export function requireUnit({ orm }: Database, id: string, date: string): Pick<Unit, 'id' | 'name'> {
	const unit = orm
		.select({ id: unitPeriods.unitId, name: unitPeriods.name })
		.from(unitPeriods)
		.where(and(eq(unitPeriods.unitId, id), knownOn(unitPeriods, date)))
		.get();
	if (!unit) throw new DataError('not-found', id);
	return unit;
}

/** @throws DataError `not-found` */
export function requireKnownUnit({ orm }: Database, id: string): void {
	if (!orm.select().from(units).where(eq(units.id, id)).get()) throw new DataError('not-found', id);
}
