import { sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { fold } from '../fold.ts';
import { bodyPeriods } from '../schema/bodies.ts';
import { sitePeriods, sites, unitPeriods, units } from '../schema/org.ts';

export type UnitState = Pick<typeof unitPeriods.$inferSelect, 'code' | 'name' | 'level' | 'parentId'>;
export type BodyState = Pick<typeof bodyPeriods.$inferSelect, 'name' | 'seats'>;
export type SiteState = Pick<typeof sitePeriods.$inferSelect, 'code' | 'name' | 'unitId'>;

/** From a day on something is `after` (null: it has ended), whatever was written about later days. */
export interface Change<State> {
	readonly id: string;
	/** what it was that day until now; null: nothing */
	readonly before: State | null;
	readonly after: State | null;
	/** nothing has this id yet */
	readonly isNew: boolean;
}

/** Codes may pass from one unit to another on the same day: all is ended before anything begins. */
export function changeUnits(db: Database, changes: readonly Change<UnitState>[], day: string): void {
	const isNew = changes.filter((change) => change.isNew).map(({ id }) => ({ id }));
	inBatches(isNew, (batch) => db.orm.insert(units).values(batch).run());
	for (const { id, isNew } of changes) if (!isNew) cut(db, 'unit', id, day);
	const added = changes.flatMap(({ id, after }) => {
		if (!after || resume(db, 'unit', { id, day, state: after })) return [];
		const { code, name, level, parentId } = after;
		return [{ unitId: id, validFrom: day, code, name, folded: fold(name), level, parentId }];
	});
	inBatches(added, (batch) => db.orm.insert(unitPeriods).values(batch).run());
}

export function changeSites(db: Database, changes: readonly Change<SiteState>[], day: string): void {
	const isNew = changes.filter((change) => change.isNew).map(({ id }) => ({ id }));
	inBatches(isNew, (batch) => db.orm.insert(sites).values(batch).run());
	for (const { id, isNew } of changes) if (!isNew) cut(db, 'site', id, day);
	const added = changes.flatMap(({ id, after }) => {
		if (!after || resume(db, 'site', { id, day, state: after })) return [];
		const { code, name, unitId } = after;
		return [{ siteId: id, validFrom: day, code, name, unitId }];
	});
	inBatches(added, (batch) => db.orm.insert(sitePeriods).values(batch).run());
}

/** From a day on a body is called so and has so many seats; null: it has ended. */
export function changeBody(db: Database, bodyId: string, day: string, state: BodyState | null): void {
	cut(db, 'body', bodyId, day);
	if (state && !resume(db, 'body', { id: bodyId, day, state }))
		db.orm.insert(bodyPeriods).values({ bodyId, validFrom: day, name: state.name, seats: state.seats }).run();
}

const kinds = {
	unit: { table: unitPeriods, owner: unitPeriods.unitId, keeps: ['code', 'name', 'level', 'parent_id'] },
	body: { table: bodyPeriods, owner: bodyPeriods.bodyId, keeps: ['name', 'seats'] },
	site: { table: sitePeriods, owner: sitePeriods.siteId, keeps: ['code', 'name', 'unit_id'] },
} as const;

/** What would end on the day it began has covered no day: it goes. */
function cut({ orm }: Database, kind: keyof typeof kinds, id: string, day: string): void {
	const { table, owner } = kinds[kind];
	orm.run(sql`DELETE FROM ${table} WHERE ${owner} = ${id} AND valid_from >= ${day}`);
	orm.run(
		sql`UPDATE ${table} SET valid_to = ${day} WHERE ${owner} = ${id} AND (valid_to IS NULL OR valid_to > ${day})`,
	);
}

/** What is on that day as it was the day before goes on: a mistake that was made and mended in one day leaves no seam. */
function resume(
	{ orm }: Database,
	kind: keyof typeof kinds,
	{ id, day, state }: { id: string; day: string; state: UnitState | SiteState | BodyState },
): boolean {
	const { table, owner, keeps } = kinds[kind];
	const values: Readonly<Record<string, string | number | null>> = {
		...state,
		unit_id: 'unitId' in state ? state.unitId : null,
		parent_id: 'parentId' in state ? state.parentId : null,
	};
	const same = sql.join(
		keeps.map((column) => sql`${sql.identifier(column)} IS ${values[column] ?? null}`),
		sql` AND `,
	);
	const { changes } = orm.run(
		sql`UPDATE ${table} SET valid_to = NULL WHERE ${owner} = ${id} AND valid_to = ${day} AND ${same}`,
	);
	return changes > 0;
}

/** One statement for many rows, well below SQLite's 32,766 parameters. */
function inBatches<Row>(rows: readonly Row[], write: (batch: Row[]) => void): void {
	for (let start = 0; start < rows.length; start += 1000) write(rows.slice(start, start + 1000));
}
