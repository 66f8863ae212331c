import { asc } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { sitePeriods, unitPeriods } from '../schema/org.ts';
import type { SiteState, UnitState } from './timeline.ts';

export interface Held<State> {
	readonly id: string;
	readonly state: State;
}

/** What the database says about a day, before an import changes it. */
export interface Before<State> {
	/** in force that day, by code */
	readonly inForce: ReadonlyMap<string, Held<State>>;
	/** not in force that day, as they were last before it, by code: of several the one that ended last */
	readonly ended: ReadonlyMap<string, Held<State>>;
	/** what ended on that very day, by the code that it had until then */
	readonly endedThatDay: ReadonlyMap<string, Held<State>>;
	/** every code that anything has or had by that day */
	readonly codes: ReadonlySet<string>;
	/** ids and codes with a period that begins on a later day */
	readonly later: ReadonlySet<string>;
	/** the first day of the last of them; undefined: nothing begins later */
	readonly latest: string | undefined;
}

export function readUnitsBefore({ orm }: Database, day: string): Before<UnitState> {
	const rows = orm.select().from(unitPeriods).orderBy(asc(unitPeriods.validFrom)).all();
	return sortOut(rows, day, ({ unitId: id, code, name, level, parentId }) => ({
		id,
		state: { code, name, level, parentId },
	}));
}

export function readSitesBefore({ orm }: Database, day: string): Before<SiteState> {
	const rows = orm.select().from(sitePeriods).orderBy(asc(sitePeriods.validFrom)).all();
	return sortOut(rows, day, ({ siteId: id, code, name, unitId }) => ({ id, state: { code, name, unitId } }));
}

function sortOut<Row extends { validFrom: string; validTo: string | null }, State extends { code: string }>(
	rows: readonly Row[],
	day: string,
	toHeld: (row: Row) => Held<State>,
): Before<State> {
	const inForce = new Map<string, Held<State>>();
	const last = new Map<string, Held<State>>();
	const endedThatDay = new Map<string, Held<State>>();
	const later = new Set<string>();
	const alive = new Set<string>();
	const codes = new Set<string>();
	for (const row of rows) {
		const held = toHeld(row);
		// Units without a code are told apart all the same.
		const code = held.state.code || held.id;
		if (row.validFrom > day) {
			later.add(held.id).add(code);
			continue;
		}
		codes.add(code);
		if (row.validTo === null || row.validTo > day) {
			inForce.set(code, held);
			alive.add(held.id);
		} else {
			last.delete(held.id);
			last.set(held.id, held);
			if (row.validTo === day) endedThatDay.set(code, held);
		}
	}
	const ended = new Map(
		[...last.values()].filter(({ id }) => !alive.has(id)).map((held) => [held.state.code || held.id, held]),
	);
	return { inForce, ended, endedThatDay, codes, later, latest: later.size > 0 ? rows.at(-1)?.validFrom : undefined };
}
