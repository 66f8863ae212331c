import { and, inArray, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { memberships } from '../schema/org.ts';
import { areaPieces, areaSteps } from './areas.ts';
import type { ImportPlan } from './import-plan.ts';
import { laid, piecesOf, writeAtOnce, type Piece, type Writing } from './laid-rows.ts';
import { inForce } from './periods.ts';
import { correctsDay, periodSteps, sitePieces, unitPieces } from './timeline.ts';

/** A plan as it is written: all that takes thought is done. It passes between threads as it is. */
export interface PlanRows {
	/** `YYYY-MM-DD` */
	readonly day: string;
	readonly pieces: readonly Piece[];
	/** something of what is changed begins or ends on the day or later */
	readonly corrects: { readonly units: boolean; readonly sites: boolean };
}

/** Reads only, of what the plan was made of. */
export function planRows(db: Database, plan: ImportPlan): PlanRows {
	const { day, units, sites, successions } = plan;
	const ended = units.changes.flatMap(({ id, after }) => (after ? [] : [{ unitId: id, name: '' }]));
	const moved = findMembers(db, plan).filter(({ heirId }) => heirId !== null);
	return {
		day,
		pieces: [
			...unitPieces(units.changes),
			...sitePieces(sites.changes),
			...piecesOf(
				'successions',
				successions.map(({ unitId, successorId, kind }) => [unitId, successorId, kind]),
			),
			...areaPieces(db, [...plan.areas, ...ended], day),
			...piecesOf(
				'members',
				moved.map(({ personId, unitId, validFrom, title, heirId }) => [personId, unitId, validFrom, title, heirId]),
			),
		],
		corrects: {
			units: correctsDay(db, 'units', units.changes, day),
			sites: correctsDay(db, 'sites', sites.changes, day),
		},
	};
}

/** What was planned, to be laid ready and written on the database as it is. */
export const planWriting = ({ day, pieces, corrects }: PlanRows): Writing => ({
	day,
	pieces,
	steps: [
		...periodSteps('units', pieces, corrects.units),
		...periodSteps('sites', pieces, corrects.sites),
		...areaSteps(pieces),
		...(pieces.some(({ table }) => table === 'successions') ? [succeed] : []),
		...(pieces.some(({ table }) => table === 'members') ? moveMembers : []),
	],
});

const succeed = `INSERT INTO unit_successions (unit_id, successor_id, kind, day)
	SELECT unit_id, successor_id, kind, @day FROM ${laid('successions')} WHERE true
	ON CONFLICT DO UPDATE SET kind = excluded.kind`;

const theirs = `(person_id, unit_id, valid_from) IN (SELECT person_id, unit_id, valid_from FROM ${laid('members')})`;
const moveMembers = [
	`DELETE FROM memberships WHERE valid_from = @day AND ${theirs}`,
	`UPDATE memberships SET valid_to = @day WHERE valid_from <> @day AND ${theirs}`,
	`INSERT INTO memberships (person_id, unit_id, title, valid_from)
	 SELECT person_id, heir_id, title, @day FROM ${laid('members')} WHERE true ON CONFLICT DO NOTHING`,
];

/** Within the transaction that it was planned in. */
export const applyPlan = (db: Database, plan: ImportPlan): void => writeAtOnce(db, planWriting(planRows(db, plan)));

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
