import { and, inArray, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { memberships } from '../schema/org.ts';
import { areaRows, writeAreas } from './areas.ts';
import type { ImportPlan } from './import-plan.ts';
import { inForce } from './periods.ts';
import { planned, siteRows, unitRows, writeRows, type PlannedRows } from './timeline.ts';

/** A plan as it is written: all that takes thought is done, each part holds the rows of one table. */
export interface PlanRows {
	/** `YYYY-MM-DD` */
	readonly day: string;
	readonly units: PlannedRows;
	readonly sites: PlannedRows;
	readonly successions: string;
	readonly areas: string;
	readonly members: string;
}

/** Reads only, of what the plan was made of. */
export function planRows(db: Database, plan: ImportPlan): PlanRows {
	const { day, units, sites, successions } = plan;
	const ended = units.changes.flatMap(({ id, after }) => (after ? [] : [{ unitId: id, name: '' }]));
	return {
		day,
		units: planned(db, 'unit', unitRows(units.changes), day),
		sites: planned(db, 'site', siteRows(sites.changes), day),
		successions: JSON.stringify(successions),
		areas: areaRows(db, [...plan.areas, ...ended], day),
		members: JSON.stringify(findMembers(db, plan).filter(({ heirId }) => heirId !== null)),
	};
}

const none = '[]';

/** Writes what was planned on the database as it is. Within one transaction. */
export function writePlan(db: Database, { day, units, sites, successions, areas, members }: PlanRows): void {
	writeRows(db, 'unit', units, day);
	writeRows(db, 'site', sites, day);
	if (areas !== none) writeAreas(db, areas, day);
	const of = (column: string) => `planned.value ->> '${column}'`;
	const from = 'jsonb_each(@rows) AS planned';
	// A statement takes as long to be compiled as dozens of rows to be written.
	const runs = (rows: string) => (statement: string) => {
		if (rows !== none) db.sqlite.prepare(statement).run({ rows, day });
	};
	runs(successions)(
		`INSERT INTO unit_successions (unit_id, successor_id, kind, day)
		 SELECT ${of('unitId')}, ${of('successorId')}, ${of('kind')}, @day FROM ${from} WHERE true
		 ON CONFLICT DO UPDATE SET kind = excluded.kind`,
	);
	const theirs = `(person_id, unit_id, valid_from) IN (SELECT ${of('personId')}, ${of('unitId')}, ${of('validFrom')} FROM ${from})`;
	const run = runs(members);
	run(`DELETE FROM memberships WHERE valid_from = @day AND ${theirs}`);
	run(`UPDATE memberships SET valid_to = @day WHERE valid_from <> @day AND ${theirs}`);
	run(
		`INSERT INTO memberships (person_id, unit_id, title, valid_from)
		 SELECT ${of('personId')}, ${of('heirId')}, ${of('title')}, @day FROM ${from} WHERE true
		 ON CONFLICT DO NOTHING`,
	);
}

/** Within the transaction that it was planned in. */
export const applyPlan = (db: Database, plan: ImportPlan): void => writePlan(db, planRows(db, plan));

export interface Member {
	readonly personId: string;
	readonly unitId: string;
	readonly title: string;
	readonly validFrom: string;
	/** the one unit that carries theirs on; null: none, or several */
	readonly heirId: string | null;
}

/** The people of units that end. */
export function findMembers({ orm }: Database, { day, units, successions }: ImportPlan): Member[] {
	const heirs = Map.groupBy(successions, ({ unitId }) => unitId);
	const ended = units.changes.filter(({ after }) => !after).map(({ id }) => id);
	if (ended.length === 0) return [];
	const rows = orm
		.select()
		.from(memberships)
		.where(
			and(
				inArray(memberships.unitId, sql`(SELECT value FROM json_each(${JSON.stringify(ended)}))`),
				inForce(memberships, day),
			),
		)
		.all();
	return rows.map((row) => {
		const [heir, ...others] = heirs.get(row.unitId) ?? [];
		return { ...row, heirId: heir && others.length === 0 ? heir.successorId : null };
	});
}
