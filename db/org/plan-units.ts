import { newOrgId } from './new-org-id.ts';
import type { unitSuccessions } from '../schema/org.ts';
import { replacedCodes, type UnitRow } from './check-rows.ts';
import type { Before, Held } from './read-before.ts';
import type { Change, UnitState } from './timeline.ts';

export type Succession = Pick<typeof unitSuccessions.$inferSelect, 'unitId' | 'successorId' | 'kind'>;

export interface UnitsPlan {
	readonly changes: readonly Change<UnitState>[];
	/** of all units that exist from the day on, by code */
	readonly ids: ReadonlyMap<string, string>;
	readonly successions: readonly Succession[];
}

/** The unit that a code meant until the day, for who says whom a row replaces. */
const unitUntil = (before: Before<UnitState>, code: string): Held<UnitState> | undefined =>
	before.endedThatDay.get(code) ?? before.inForce.get(code);

/**
 * What the rows, which are without fault, change. A code that is known is the same unit. One that alone replaces a unit
 * of its level is that unit under a new code; other units that are replaced, and do not stand among the rows, end.
 * `complete`: whatever does not stand among the rows ends.
 */
export function planUnits(rows: readonly UnitRow[], before: Before<UnitState>, complete: boolean): UnitsPlan {
	const inFile = new Set(rows.map((row) => row.cells.code));
	const replaced = new Map(
		rows.map((row) => [
			row,
			replacedCodes(row).flatMap((code) => {
				const held = unitUntil(before, code);
				return held ? [held] : [];
			}),
		]),
	);
	const heirs = Map.groupBy(
		[...replaced].flatMap(([row, units]) => units.map((unit) => ({ row, id: unit.id }))),
		({ id }) => id,
	);
	const rowUnits = new Map<UnitRow, Held<UnitState> | string>();
	for (const row of rows) rowUnits.set(row, identify(row));

	function identify(row: UnitRow): Held<UnitState> | string {
		const { code, level } = row.cells;
		const known = before.inForce.get(code);
		if (known) return known;
		const [only, ...more] = replaced.get(row) ?? [];
		const continues = only && more.length === 0 && heirs.get(only.id)?.length === 1 && only.state.level === level;
		if (continues && !inFile.has(only.state.code)) return only;
		const back = before.ended.get(code);
		return back?.state.level === level ? back : newOrgId();
	}

	const idOf = (row: UnitRow) => {
		const unit = rowUnits.get(row) ?? '';
		return typeof unit === 'string' ? unit : unit.id;
	};
	const kept = new Set(rows.map(idOf));
	const ends = [...before.inForce.values()].filter(({ id }) => !kept.has(id) && (complete || heirs.has(id)));
	const ending = new Set(ends.map(({ id }) => id));
	const ids = new Map(
		[...before.inForce].filter(([, { id }]) => !ending.has(id) && !kept.has(id)).map(([code, { id }]) => [code, id]),
	);
	for (const row of rows) ids.set(row.cells.code, idOf(row));

	const current = new Map([...before.inForce.values()].map(({ id, state }) => [id, state]));
	const changes: Change<UnitState>[] = [];
	for (const row of rows) {
		const { code, name, parent_code: parent } = row.cells;
		// What was checked against the column's own list of levels.
		const level = row.cells.level as UnitState['level'];
		const after = { code, name, level, parentId: ids.get(parent) ?? null };
		const id = idOf(row);
		const was = current.get(id) ?? null;
		if (!was || !isSame(was, after))
			changes.push({ id, before: was, after, isNew: typeof rowUnits.get(row) === 'string' });
	}
	for (const { id, state } of ends) changes.push({ id, before: state, after: null, isNew: false });

	const successions = [...replaced].flatMap(([row, units]) => {
		const successorId = idOf(row);
		const others = units.filter(({ id }) => id !== successorId);
		return others.map(({ id }): Succession => {
			const divided = (heirs.get(id)?.length ?? 0) > 1 || kept.has(id);
			const joined = others.length > 1 || current.has(successorId);
			return { unitId: id, successorId, kind: divided ? 'split' : joined ? 'merged' : 'renamed' };
		});
	});
	return { changes, ids, successions };
}

const isSame = (a: UnitState, b: UnitState) =>
	a.code === b.code && a.name === b.name && a.level === b.level && a.parentId === b.parentId;
