import type { Area } from '#meeting/plan.ts';
import { and, asc, eq, isNull } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Database } from '../client.ts';
import { areas, areaUnits } from '../schema/org.ts';
import { inForce } from './periods.ts';
import { laid, piecesOf, writeAtOnce, type Piece } from './laid-rows.ts';
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

/** From a day on each unit is in the area of that name, made where there is none; an empty name: in no list. */
export function setAreas(db: Database, wanted: readonly WantedArea[], from: string): void {
	const pieces = areaPieces(db, wanted, from);
	writeAtOnce(db, { day: from, pieces, steps: areaSteps(pieces) });
}

interface WantedArea {
	readonly unitId: string;
	readonly name: string;
}

/** What is so already is left out. Reads only. */
export function areaPieces({ orm }: Database, wanted: readonly WantedArea[], from: string): Piece[] {
	const lasting = orm
		.select({ unitId: areaUnits.unitId, name: areas.name })
		.from(areaUnits)
		.innerJoin(areas, eq(areas.id, areaUnits.areaId))
		.where(and(inForce(areaUnits, from), isNull(areaUnits.validTo)))
		.all();
	const names = new Map(lasting.map(({ unitId, name }) => [unitId, name]));
	const changed = wanted.filter(({ unitId, name }) => (names.get(unitId) ?? '') !== name);
	return piecesOf(
		'areas',
		changed.map(({ unitId, name }) => [unitId, name, randomUUID()]),
	);
}

export function areaSteps(pieces: readonly Piece[]): string[] {
	if (!pieces.some(({ table }) => table === 'areas')) return [];
	const theirs = `unit_id IN (SELECT unit_id FROM ${laid('areas')})`;
	return [
		`INSERT INTO areas (id, name) SELECT area_id, name FROM ${laid('areas')} WHERE name <> '' ON CONFLICT DO NOTHING`,
		`DELETE FROM area_units WHERE valid_from >= @day AND ${theirs}`,
		`UPDATE area_units SET valid_to = @day WHERE (valid_to IS NULL OR valid_to > @day) AND ${theirs}`,
		`INSERT INTO area_units (area_id, unit_id, valid_from)
		 SELECT areas.id, wanted.unit_id, @day FROM ${laid('areas')} AS wanted JOIN areas ON areas.name = wanted.name`,
	];
}
