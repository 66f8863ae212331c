import type BetterSqlite3 from 'better-sqlite3';

const period = ['id', 'goes_on'];
const unit = [...period, 'code', 'name', 'level', 'parent_id', 'folded'];
const site = [...period, 'code', 'name', 'unit_id'];
const body = [...period, 'name', 'seats'];

/**
 * The columns of each table that rows lie ready in before what writes many of them (org/laid-rows.ts): what is new apart, since of it
 * nothing has to be looked for and ended.
 */
export const laidTables = {
	units_added: unit,
	units_changed: unit,
	sites_added: site,
	sites_changed: site,
	bodies_changed: body,
	successions: ['unit_id', 'successor_id', 'kind'],
	areas: ['unit_id', 'name', 'area_id'],
	members: ['person_id', 'unit_id', 'valid_from', 'title', 'heir_id'],
} as const;

export type LaidTable = keyof typeof laidTables;

/** Made with each connection, of which alone they are: to make them later would have all its statements compiled anew. */
export function defineLaidTables(sqlite: BetterSqlite3.Database): void {
	for (const [table, columns] of Object.entries(laidTables))
		sqlite.exec(`CREATE TEMP TABLE laid_${table} (batch INTEGER, ${columns.join(', ')})`);
}
