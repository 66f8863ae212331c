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

/** JSON, or SQLite's own form of it (https://sqlite.org/jsonb.html), which need not be parsed. */
type Json = string | Uint8Array;

/**
 * Changes as they are written from: whoever plans thousands of them elsewhere hands over two pieces, and the writer's loop
 * neither reads nor builds a row of them. Apart, since of what is new nothing has to be looked for and ended.
 */
export interface PlannedRows {
	readonly added: Json;
	readonly changed: Json;
	/** something of what is changed begins or ends on the day or later: that is looked for and taken back */
	readonly corrects: boolean;
}

export const unitRows = (changes: readonly Change<UnitState>[]): PlannedRows =>
	rowsOf(changes, ({ code, name, level, parentId }) => ({
		code,
		name,
		level,
		parent_id: parentId,
		folded: fold(name),
	}));

export const siteRows = (changes: readonly Change<SiteState>[]): PlannedRows =>
	rowsOf(changes, ({ code, name, unitId }) => ({ code, name, unit_id: unitId }));

type Row = Readonly<Record<string, string | number | null>>;

function rowsOf<State>(changes: readonly Change<State>[], columnsOf: (state: State) => Row): PlannedRows {
	const textOf = (some: readonly Change<State>[]) =>
		JSON.stringify(some.map(({ id, after }) => ({ id, goesOn: after !== null, ...(after ? columnsOf(after) : {}) })));
	const [added = [], changed = []] = [true, false].map((isNew) => changes.filter((change) => change.isNew === isNew));
	return { added: textOf(added), changed: textOf(changed), corrects: true };
}

const none = '[]';

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

type Kind = keyof typeof kinds;

/** As a plan has them, which changes nothing into what it is already. Reads only. */
export function planned(
	{ sqlite }: Database,
	kind: Exclude<Kind, 'body'>,
	rows: PlannedRows,
	day: string,
): PlannedRows {
	const { periods, owner } = kinds[kind];
	const corrects = sqlite
		.prepare<unknown[], number>(
			`SELECT EXISTS (SELECT 1 FROM ${periods} WHERE (valid_from >= @day OR valid_to >= @day)
			 AND ${owner} IN (SELECT value ->> 'id' FROM jsonb_each(@rows)))`,
		)
		.pluck()
		.get({ rows: rows.changed, day });
	const parsed = (json: Json) =>
		json === none ? none : (sqlite.prepare<[Json], Buffer>('SELECT jsonb(?)').pluck().get(json) ?? none);
	return { added: parsed(rows.added), changed: parsed(rows.changed), corrects: corrects === 1 };
}

/**
 * Each step is one statement for all rows: thousands take no longer than the tables themselves need. `jsonb_each` gives each row as
 * it lies; `json_each` would write it out, to be parsed again for each column.
 */
export function writeRows(
	{ sqlite }: Database,
	kind: Kind,
	{ added, changed, corrects }: PlannedRows,
	day: string,
): void {
	const { things, periods, owner, columns } = kinds[kind];
	const of = (column: string) => `planned.value ->> '${column}'`;
	const from = 'jsonb_each(@rows) AS planned';
	const run = (rows: Json, statement: string) => {
		if (rows !== none) sqlite.prepare(statement).run({ rows, day });
	};
	const insert = `INSERT INTO ${periods} (${owner}, valid_from, ${columns.join(', ')})
		SELECT ${of('id')}, @day, ${columns.map(of).join(', ')} FROM ${from}`;
	const known = `${owner} IN (SELECT ${of('id')} FROM ${from})`;
	// What is changed may hang under what is new; and what is new may have the code of what ends.
	run(added, `INSERT INTO ${things} (id) SELECT ${of('id')} FROM ${from}`);
	// What would end on the day it began has covered no day: it goes.
	if (corrects) run(changed, `DELETE FROM ${periods} WHERE valid_from >= @day AND ${known}`);
	run(changed, `UPDATE ${periods} SET valid_to = @day WHERE (valid_to IS NULL OR valid_to > @day) AND ${known}`);
	// What is on that day as it was the day before goes on: a mistake that was made and mended in one day leaves no seam.
	const same = columns.map((column) => `${periods}.${column} IS ${of(column)}`).join(' AND ');
	if (corrects)
		run(
			changed,
			`UPDATE ${periods} SET valid_to = NULL FROM ${from}
			 WHERE ${periods}.${owner} = ${of('id')} AND ${of('goesOn')} AND valid_to = @day AND ${same}`,
		);
	const lasts = `EXISTS (SELECT 1 FROM ${periods} AS lasting WHERE lasting.${owner} = ${of('id')} AND lasting.valid_to IS NULL)`;
	run(changed, `${insert} WHERE ${of('goesOn')}${corrects ? ` AND NOT ${lasts}` : ''}`);
	run(added, insert);
}
