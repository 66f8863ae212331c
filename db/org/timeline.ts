import type { Database } from '../client.ts';
import { fold } from '../fold.ts';
import type { bodyPeriods } from '../schema/bodies.ts';
import type { sitePeriods, unitPeriods } from '../schema/org.ts';

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
	writeRows(db, 'unit', unitRows(changes), day);
}

/** From a day on a body is called so and has so many seats; null: it has ended. */
export function changeBody(db: Database, bodyId: string, day: string, state: BodyState | null): void {
	const change = { id: bodyId, before: null, after: state, isNew: false };
	writeRows(
		db,
		'body',
		rowsOf([change], ({ name, seats }) => ({ name, seats })),
		day,
	);
}

/**
 * Changes as the text that they are written from: whoever plans thousands of them elsewhere hands over one string, and the
 * writer's loop neither reads nor builds a row of them.
 */
export const unitRows = (changes: readonly Change<UnitState>[]): string =>
	rowsOf(changes, ({ code, name, level, parentId }) => ({
		code,
		name,
		level,
		parent_id: parentId,
		folded: fold(name),
	}));

export const siteRows = (changes: readonly Change<SiteState>[]): string =>
	rowsOf(changes, ({ code, name, unitId }) => ({ code, name, unit_id: unitId }));

type Row = Readonly<Record<string, string | number | null>>;

const rowsOf = <State>(changes: readonly Change<State>[], columnsOf: (state: State) => Row): string =>
	JSON.stringify(
		changes.map(({ id, isNew, after }) => ({ id, isNew, goesOn: after !== null, ...(after ? columnsOf(after) : {}) })),
	);

const kinds = {
	unit: {
		things: 'units',
		periods: 'unit_periods',
		owner: 'unit_id',
		columns: ['code', 'name', 'level', 'parent_id', 'folded'],
	},
	site: { things: 'sites', periods: 'site_periods', owner: 'site_id', columns: ['code', 'name', 'unit_id'] },
	body: { things: 'bodies', periods: 'body_periods', owner: 'body_id', columns: ['name', 'seats'] },
} as const;

/** Each step is one statement for all rows: thousands take no longer than the tables themselves need. */
export function writeRows({ sqlite }: Database, kind: keyof typeof kinds, rows: string, day: string): void {
	const { things, periods, owner, columns } = kinds[kind];
	const run = (statement: string) => sqlite.prepare(statement).run({ rows, day });
	const of = (column: string) => `changed.value ->> '${column}'`;
	const known = `${owner} IN (SELECT ${of('id')} FROM json_each(@rows) AS changed WHERE NOT ${of('isNew')})`;
	if (kind !== 'body')
		run(`INSERT INTO ${things} (id) SELECT ${of('id')} FROM json_each(@rows) AS changed WHERE ${of('isNew')}`);
	// What would end on the day it began has covered no day: it goes.
	run(`DELETE FROM ${periods} WHERE valid_from >= @day AND ${known}`);
	run(`UPDATE ${periods} SET valid_to = @day WHERE (valid_to IS NULL OR valid_to > @day) AND ${known}`);
	// What is on that day as it was the day before goes on: a mistake that was made and mended in one day leaves no seam.
	const same = columns.map((column) => `${periods}.${column} IS ${of(column)}`).join(' AND ');
	run(
		`UPDATE ${periods} SET valid_to = NULL FROM json_each(@rows) AS changed
		 WHERE ${periods}.${owner} = ${of('id')} AND ${of('goesOn')} AND valid_to = @day AND ${same}`,
	);
	run(
		`INSERT INTO ${periods} (${owner}, valid_from, ${columns.join(', ')})
		 SELECT ${of('id')}, @day, ${columns.map(of).join(', ')} FROM json_each(@rows) AS changed
		 WHERE ${of('goesOn')}
		 AND NOT EXISTS (SELECT 1 FROM ${periods} AS lasting WHERE lasting.${owner} = ${of('id')} AND lasting.valid_to IS NULL)`,
	);
}
