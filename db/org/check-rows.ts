import { unitPeriods } from '../schema/org.ts';
import type { CsvRow } from './csv-table.ts';
import type { ImportError, ImportErrorCode, ImportFile } from './import-error.ts';

export const unitColumns = ['code', 'name', 'level', 'parent_code'] as const;
/** Whom a unit carries on: codes, with spaces between. Its area; without the column areas stay as they are. */
export const optionalUnitColumns = ['replaces', 'area'] as const;
export const siteColumns = ['code', 'name', 'unit_code'] as const;

export type UnitRow = CsvRow<(typeof unitColumns)[number], (typeof optionalUnitColumns)[number]>;
export type SiteRow = CsvRow<(typeof siteColumns)[number]>;

const longestCode = 50;
const longestName = 200;
const levels: readonly string[] = unitPeriods.level.enumValues;

/** What the faults of a row are seen against: what the files do not hold may be in the database already. */
export interface Known {
	/** parent's code by unit's code, of the units that the files need not name */
	readonly parents: ReadonlyMap<string, string>;
	/** is it the code of a unit, on that day or before it? */
	readonly meant: (code: string) => boolean;
}

/** Every fault of the rows of both files. */
export function checkRows(unitRows: readonly UnitRow[], siteRows: readonly SiteRow[], known: Known): ImportError[] {
	const errors: ImportError[] = [];
	const report = (file: ImportFile, line: number, column: string, code: ImportErrorCode, value: string) =>
		errors.push({ file, line, column, code, value: value.slice(0, 200) });

	const unitCodes = new Set([...known.parents.keys(), ...unitRows.map((row) => row.cells.code)]);
	const onCycle = findCycles(unitRows, known);
	const check = (file: ImportFile, rows: readonly CsvRow<'code' | 'name'>[]) => {
		const seen = new Set<string>();
		for (const { line, cells } of rows) {
			const fault = codeFault(cells.code) ?? (seen.has(cells.code) ? 'code-twice' : undefined);
			if (fault) report(file, line, 'code', fault, cells.code);
			seen.add(cells.code);
			const wrong = nameFault(cells.name);
			if (wrong) report(file, line, 'name', wrong, cells.name);
		}
	};
	check('units', unitRows);
	for (const row of unitRows) {
		const { line, cells } = row;
		const { code, level, parent_code: parent } = cells;
		if (!levels.includes(level)) report('units', line, 'level', 'level-unknown', level);
		if (parent !== '' && !unitCodes.has(parent)) report('units', line, 'parent_code', 'parent-unknown', parent);
		else if (onCycle.has(code)) report('units', line, 'parent_code', 'parent-cycle', parent);
		const area = cells.area ?? '';
		if (area !== '' && nameFault(area)) report('units', line, 'area', nameFault(area) ?? 'name-empty', area);
		for (const each of replacedCodes(row))
			if (!known.meant(each)) report('units', line, 'replaces', 'replaces-unknown', each);
	}
	check('sites', siteRows);
	for (const { line, cells } of siteRows) {
		const { unit_code: unit } = cells;
		// Where no unit could be read, each site would be reported for the fault of the other file.
		if (unit === '' || (unitRows.length > 0 && !unitCodes.has(unit)))
			report('sites', line, 'unit_code', 'unit-unknown', unit);
	}
	return errors;
}

/** The codes in a cell `replaces`. */
export const replacedCodes = ({ cells }: UnitRow): string[] => [
	...new Set((cells.replaces ?? '').split(/\s+/).filter(Boolean)),
];

function codeFault(code: string): ImportErrorCode | undefined {
	if (code === '') return 'code-empty';
	if (code.length > longestCode) return 'code-too-long';
	return /^[\p{L}\p{N}][\p{L}\p{N}._/-]*$/u.test(code) ? undefined : 'code-invalid';
}

function nameFault(name: string): ImportErrorCode | undefined {
	if (name === '') return 'name-empty';
	if (name.length > longestName) return 'name-too-long';
	return /\p{Cc}/u.test(name) ? 'control-character' : undefined;
}

/** The codes of the units that are their own ancestors, each path walked once. */
function findCycles(rows: readonly UnitRow[], known: Known): Set<string> {
	const parents = new Map(known.parents);
	for (const { cells } of rows) parents.set(cells.code, cells.parent_code);
	const onCycle = new Set<string>();
	const walked = new Set<string>();
	for (const start of parents.keys()) {
		const path: string[] = [];
		const place = new Map<string, number>();
		let code: string | undefined = start;
		while (code !== undefined && code !== '' && !walked.has(code) && !place.has(code)) {
			place.set(code, path.push(code) - 1);
			code = parents.get(code);
		}
		const from = code === undefined ? undefined : place.get(code);
		if (from !== undefined) for (const each of path.slice(from)) onCycle.add(each);
		for (const each of path) walked.add(each);
	}
	return onCycle;
}
