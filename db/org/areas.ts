import type { Area } from '#meeting/plan.ts';
import type { Database } from '../client.ts';
import { listUnits, type Unit } from './units.ts';

export interface Areas {
	/** in administrative order: the province, then its districts */
	readonly areas: readonly Area[];
	/** unit → index into `areas` */
	readonly areaOf: ReadonlyMap<string, number>;
}

/**
 * The area of each of these units on that day (`YYYY-MM-DD`): the district that it is or lies in, else the top of its
 * tree. A province without districts (since 1 July 2025) is one area.
 */
export function findAreas(db: Database, unitIds: readonly string[], date: string): Areas {
	const all = listUnits(db, date);
	const byId = new Map(all.map((unit) => [unit.id, unit]));
	const tops = new Map(
		unitIds.flatMap((id) => {
			const unit = byId.get(id);
			return unit ? [[id, topOf(unit, byId)] as const] : [];
		}),
	);
	const used = new Set(tops.values());
	const areas = all.filter((unit) => used.has(unit));
	const indexes = new Map(areas.map((unit, index) => [unit, index]));
	return {
		areas: areas.map(({ code, name }) => ({ code, name })),
		areaOf: new Map([...tops].map(([id, top]) => [id, indexes.get(top) ?? 0])),
	};
}

/** More levels than any tree of units has: a loop in the data must not hold up a meeting. */
const deepest = 32;

function topOf(unit: Unit, byId: ReadonlyMap<string, Unit>): Unit {
	let top = unit;
	for (let level = 0; level < deepest && top.level !== 'district'; level++) {
		const parent = byId.get(top.parentId ?? '');
		if (!parent) return top;
		top = parent;
	}
	return top;
}
