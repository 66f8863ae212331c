import { and, eq, isNull } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Database } from '../client.ts';
import { sites, unitCodes, unitParents, units } from '../schema/org.ts';
import type { Known, SiteRow, UnitRow } from './check-rows.ts';
import { administrativeScheme } from './units.ts';

interface ExistingUnit {
	readonly id: string;
	readonly parentId: string | null;
	readonly parentSince: string | null;
	/** the later of the days from which its code and its parent link hold */
	readonly since: string;
}

/** By code: the units whose administrative code has no end. */
export type Existing = ReadonlyMap<string, ExistingUnit>;

export function readExisting({ orm }: Database): Existing {
	const rows = orm
		.select({
			code: unitCodes.code,
			id: unitCodes.unitId,
			codeSince: unitCodes.validFrom,
			parentId: unitParents.parentId,
			parentSince: unitParents.validFrom,
		})
		.from(unitCodes)
		.leftJoin(unitParents, and(eq(unitParents.unitId, unitCodes.unitId), isNull(unitParents.validTo)))
		.where(and(eq(unitCodes.scheme, administrativeScheme), isNull(unitCodes.validTo)))
		.all();
	return new Map(
		rows.map(({ code, codeSince, ...unit }) => {
			const since = unit.parentSince !== null && unit.parentSince > codeSince ? unit.parentSince : codeSince;
			return [code, { ...unit, since }];
		}),
	);
}

export function knownOf(existing: Existing): Known {
	const codes = new Map([...existing].map(([code, unit]) => [unit.id, code]));
	const parents = new Map([...existing].map(([code, unit]) => [code, codes.get(unit.parentId ?? '') ?? '']));
	return { codes: new Set(existing.keys()), parents };
}

/** @returns the ids of all units with a code, by code */
export function writeUnits(
	db: Database,
	rows: readonly UnitRow[],
	existing: Existing,
	validFrom: string,
): Map<string, string> {
	const ids = new Map([...existing].map(([code, unit]) => [code, unit.id]));
	const added: (typeof units.$inferInsert)[] = [];
	for (const { cells } of rows) {
		// What was checked against the column's own list of levels.
		const level = cells.level as typeof units.$inferInsert.level;
		const known = ids.get(cells.code);
		if (known !== undefined) {
			db.orm.update(units).set({ name: cells.name, level }).where(eq(units.id, known)).run();
			continue;
		}
		const id = randomUUID();
		ids.set(cells.code, id);
		added.push({ id, name: cells.name, level });
	}
	inBatches(added, (batch) => db.orm.insert(units).values(batch).run());

	const codes = rows.filter(({ cells }) => !existing.has(cells.code));
	inBatches(codes, (batch) => {
		const values = batch.map(({ cells: { code } }) => ({
			code,
			unitId: ids.get(code) ?? '',
			scheme: administrativeScheme,
			validFrom,
		}));
		db.orm.insert(unitCodes).values(values).run();
	});

	const links: (typeof unitParents.$inferInsert)[] = [];
	for (const { cells } of rows) {
		const unitId = ids.get(cells.code) ?? '';
		const parentId = ids.get(cells.parent_code) ?? null;
		const old = existing.get(cells.code);
		if (old && old.parentId === parentId) continue;
		if (old && old.parentSince !== null) endLink(db, unitId, old.parentSince, validFrom);
		if (parentId !== null) links.push({ unitId, parentId, validFrom });
	}
	inBatches(links, (batch) => db.orm.insert(unitParents).values(batch).run());
	return ids;
}

/** A link that would end on the day it began was never in force: it goes. */
function endLink({ orm }: Database, unitId: string, since: string, validTo: string): void {
	const link = and(eq(unitParents.unitId, unitId), eq(unitParents.validFrom, since));
	if (since === validTo) orm.delete(unitParents).where(link).run();
	else orm.update(unitParents).set({ validTo }).where(link).run();
}

export function writeSites(db: Database, rows: readonly SiteRow[], unitIds: ReadonlyMap<string, string>): void {
	const existing = new Set(
		db.orm
			.select({ code: sites.code })
			.from(sites)
			.all()
			.map((site) => site.code),
	);
	const added: (typeof sites.$inferInsert)[] = [];
	for (const { cells } of rows) {
		const { code, name } = cells;
		const unitId = unitIds.get(cells.unit_code) ?? '';
		if (existing.has(code)) db.orm.update(sites).set({ name, unitId }).where(eq(sites.code, code)).run();
		else added.push({ id: randomUUID(), code, name, unitId });
	}
	inBatches(added, (batch) => db.orm.insert(sites).values(batch).run());
}

/** One statement for many rows, well below SQLite's 32,766 parameters. */
function inBatches<Row>(rows: readonly Row[], write: (batch: Row[]) => void): void {
	for (let start = 0; start < rows.length; start += 1000) write(rows.slice(start, start + 1000));
}
