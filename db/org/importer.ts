import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { applyPlan } from './apply-plan.ts';
import { checkRows, optionalUnitColumns, replacedCodes, siteColumns, unitColumns, type UnitRow } from './check-rows.ts';
import { readCsv } from './csv-table.ts';
import type { ImportPlan } from './import-plan.ts';
import type { ImportError } from './import-error.ts';
import { planSites } from './plan-sites.ts';
import { planUnits, type UnitsPlan } from './plan-units.ts';
import { readSitesBefore, readUnitsBefore, type Before } from './read-before.ts';
import { findSuspicions } from './suspicions.ts';
import type { Change, SiteState, UnitState } from './timeline.ts';

export interface ProvinceFiles {
	/** columns `code,name,level,parent_code`, and where they are wanted `replaces` and `area` */
	readonly units: Uint8Array | string;
	/** columns `code,name,unit_code` */
	readonly sites: Uint8Array | string;
}

export interface ImportOptions {
	/** the first day of what the files say, `YYYY-MM-DD` */
	readonly validFrom: string;
	/** the files say everything there is from that day on: what they do not name ends */
	readonly complete?: boolean;
}

/** How many rows were imported; or every fault, and nothing was. */
export type ImportResult =
	{ readonly units: number; readonly sites: number } | { readonly errors: readonly ImportError[] };

/** Imports a province as it is planned, all or nothing. @throws DataError `time-invalid` */
export function importProvince(db: Database, files: ProvinceFiles, options: ImportOptions): ImportResult {
	return inTransaction(db, () => {
		const plan = planImport(db, files, options);
		if ('errors' in plan) return plan;
		applyPlan(db, plan);
		return { units: plan.units.rows, sites: plan.sites.rows };
	});
}

/**
 * What an import would change: the dry run. Parents may come after their children, and may be in the database already
 * unless the files are complete. A code that is known renames and moves its unit or site from the day on.
 * @throws DataError `time-invalid`
 */
export function planImport(
	db: Database,
	files: ProvinceFiles,
	{ validFrom, complete = false }: ImportOptions,
): ImportPlan | { readonly errors: readonly ImportError[] } {
	if (!isDate(validFrom)) throw new DataError('time-invalid', validFrom);
	const units = readCsv('units', files.units, unitColumns, optionalUnitColumns);
	const sites = readCsv('sites', files.sites, siteColumns);
	const before = { units: readUnitsBefore(db, validFrom), sites: readSitesBefore(db, validFrom) };
	const known = {
		parents: complete ? new Map<string, string>() : parentsOf(before.units),
		// One that ended before is nothing to replace any more: a list may be imported again in a later year.
		meant: (code: string) => before.units.codes.has(code),
	};
	const errors = [...units.errors, ...sites.errors, ...checkRows(units.rows, sites.rows, known)];
	errors.push(...findLater('units', units.rows, before.units, complete));
	errors.push(...findLater('sites', sites.rows, before.sites, complete));
	if (errors.length > 0) return { errors: errors.sort(byPlace) };

	const planned = planUnits(units.rows, before.units, complete);
	const siteChanges = planSites(sites.rows, before.sites, { complete, unitIds: planned.ids });
	const left = findLeft(units.rows, before, { planned, siteChanges });
	if (left.length > 0) return { errors: left };
	const explained = new Set(units.rows.flatMap(replacedCodes));
	return {
		day: validFrom,
		complete,
		units: { rows: units.rows.length, changes: planned.changes },
		sites: { rows: sites.rows.length, changes: siteChanges },
		successions: planned.successions,
		areas: units.rows.flatMap(({ cells }) =>
			cells.area === undefined ? [] : [{ unitId: planned.ids.get(cells.code) ?? '', name: cells.area }],
		),
		suspicions: [
			...findSuspicions('units', units.rows, { before: before.units, changes: planned.changes, explained }),
			...findSuspicions('sites', sites.rows, { before: before.sites, changes: siteChanges, explained: new Set() }),
		],
	};
}

function parentsOf(before: Before<UnitState>): Map<string, string> {
	const codes = new Map([...before.inForce].map(([code, { id }]) => [id, code]));
	return new Map([...before.inForce].map(([code, { state }]) => [code, codes.get(state.parentId ?? '') ?? '']));
}

/** What the database knows of later days is not undone by an import for an earlier one. */
function findLater(
	file: ImportError['file'],
	rows: readonly { readonly line: number; readonly cells: { readonly code: string } }[],
	{ later, latest, inForce }: Before<UnitState> | Before<SiteState>,
	complete: boolean,
): ImportError[] {
	if (complete)
		return latest === undefined ? [] : [{ file, line: 1, column: '', code: 'later-changes', value: latest }];
	return rows
		.filter(({ cells: { code } }) => later.has(code) || later.has(inForce.get(code)?.id ?? ''))
		.map(({ line, cells }) => ({ file, line, column: 'code', code: 'code-newer', value: cells.code }));
}

/** Nothing may hang on a unit that ends: where the files are not complete, they have to say where it goes. */
function findLeft(
	rows: readonly UnitRow[],
	before: { units: Before<UnitState>; sites: Before<SiteState> },
	{ planned, siteChanges }: { planned: UnitsPlan; siteChanges: readonly Change<SiteState>[] },
): ImportError[] {
	const changed = new Map(planned.changes.map((change) => [change.id, change]));
	const moved = new Set(siteChanges.map((change) => change.id));
	const ended = new Map(
		planned.changes.flatMap(({ id, before: was, after }) => (was && !after ? [[id, was.code]] : [])),
	);
	const lineOf = (code: string | undefined) =>
		rows.find((row) => code !== undefined && replacedCodes(row).includes(code))?.line ?? 1;
	const fault = (code: ImportError['code'], endedCode: string | undefined, value: string): ImportError => ({
		file: 'units',
		line: lineOf(endedCode),
		column: 'replaces',
		code,
		value,
	});
	const children = [...before.units.inForce.values()].flatMap(({ id, state }) => {
		const change = changed.get(id);
		const parentId = change ? change.after?.parentId : state.parentId;
		return ended.has(parentId ?? '') ? [fault('children-left', ended.get(parentId ?? ''), state.code)] : [];
	});
	const rooms = [...before.sites.inForce.values()].flatMap(({ id, state }) =>
		ended.has(state.unitId) && !moved.has(id) ? [fault('sites-left', ended.get(state.unitId), state.code)] : [],
	);
	return [...children, ...rooms].sort(byPlaceAndValue);
}

const byPlace = (a: ImportError, b: ImportError) => b.file.localeCompare(a.file) || a.line - b.line;

/** Those of one line, too, whatever the order of the database's rows. */
const byPlaceAndValue = (a: ImportError, b: ImportError) =>
	byPlace(a, b) || a.code.localeCompare(b.code) || a.value.localeCompare(b.value, 'vi', { numeric: true });
