import type { Area } from '#meeting/plan.ts';
import { and, asc, eq, gt, gte, isNull, or } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Database } from '../client.ts';
import { areas, areaUnits } from '../schema/org.ts';
import { inForce } from './periods.ts';
import { listUnits, type Unit } from './units.ts';

export interface Areas {
	/** in administrative order: the province, then each area by the first of its units */
	readonly areas: readonly Area[];
	/** unit → index into `areas` */
	readonly areaOf: ReadonlyMap<string, number>;
}

/**
 * The area of each of these units on that day (`YYYY-MM-DD`): the one whose list holds it, or what it lies in; else the
 * district that it is or lies in, else the top of its tree. A province with neither lists nor districts is one area.
 */
export function findAreas(db: Database, unitIds: readonly string[], date: string): Areas {
	const all = listUnits(db, date);
	const byId = new Map(all.map((unit) => [unit.id, unit]));
	const listed = new Map(listAreaUnits(db, date).map(({ unitId, name }) => [unitId, name]));
	const found = new Map<string, Area & { readonly place: number }>();
	const areaOfUnit = (unit: Unit) => {
		const { key, ...area } = areaAbove(unit, byId, listed);
		const known = found.get(key) ?? { ...area, place: found.size };
		found.set(key, known);
		return known;
	};
	// In administrative order, whoever was asked for: an area stands where its first unit stands.
	const every = new Map(all.map((unit) => [unit.id, areaOfUnit(unit)]));
	const asked = new Map(unitIds.flatMap((id) => (every.has(id) ? [[id, every.get(id)] as const] : [])));
	const used = [...new Set(asked.values())].flatMap((area) => area ?? []).sort((a, b) => a.place - b.place);
	const indexes = new Map(used.map((area, index) => [area, index]));
	return {
		areas: used.map(({ code, name }) => ({ code, name })),
		areaOf: new Map([...asked].flatMap(([id, area]) => (area ? [[id, indexes.get(area) ?? 0] as const] : []))),
	};
}

/** More levels than any tree of units has: a loop in the data must not hold up a meeting. */
const deepest = 32;

function areaAbove(unit: Unit, byId: ReadonlyMap<string, Unit>, listed: ReadonlyMap<string, string>) {
	let top = unit;
	for (let level = 0; level < deepest; level++) {
		const name = listed.get(top.id);
		if (name !== undefined) return { key: `area ${name}`, code: '', name };
		const parent = top.level === 'district' ? undefined : byId.get(top.parentId ?? '');
		if (!parent) break;
		top = parent;
	}
	return { key: top.id, code: top.code, name: top.name };
}

/** The lists of one day. */
export function listAreaUnits({ orm }: Database, date: string): { unitId: string; areaId: string; name: string }[] {
	return orm
		.select({ unitId: areaUnits.unitId, areaId: areas.id, name: areas.name })
		.from(areaUnits)
		.innerJoin(areas, eq(areas.id, areaUnits.areaId))
		.where(inForce(areaUnits, date))
		.orderBy(asc(areas.name))
		.all();
}

/** From a day on a unit is in the area of that name, made where there is none; an empty name: in no list. */
export function setArea(db: Database, { unitId, name, from }: { unitId: string; name: string; from: string }): void {
	const { orm } = db;
	const own = eq(areaUnits.unitId, unitId);
	const current = orm
		.select({ name: areas.name })
		.from(areaUnits)
		.innerJoin(areas, eq(areas.id, areaUnits.areaId))
		.where(and(own, inForce(areaUnits, from), isNull(areaUnits.validTo)))
		.get();
	if ((current?.name ?? '') === name) return;
	orm
		.delete(areaUnits)
		.where(and(own, gte(areaUnits.validFrom, from)))
		.run();
	orm
		.update(areaUnits)
		.set({ validTo: from })
		.where(and(own, or(isNull(areaUnits.validTo), gt(areaUnits.validTo, from))))
		.run();
	if (name !== '')
		orm
			.insert(areaUnits)
			.values({ areaId: requireArea(db, name), unitId, validFrom: from })
			.run();
}

function requireArea({ orm }: Database, name: string): string {
	const known = orm.select().from(areas).where(eq(areas.name, name)).get();
	if (known) return known.id;
	const id = randomUUID();
	orm.insert(areas).values({ id, name }).run();
	return id;
}
