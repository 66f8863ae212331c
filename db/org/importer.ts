import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { checkRows, siteColumns, unitColumns } from './check-rows.ts';
import { readCsv } from './csv-table.ts';
import type { ImportError } from './import-error.ts';
import { knownOf, readExisting, writeSites, writeUnits } from './write-rows.ts';

export interface ProvinceFiles {
	/** columns `code,name,level,parent_code` */
	readonly units: Uint8Array | string;
	/** columns `code,name,unit_code` */
	readonly sites: Uint8Array | string;
}

/** How many rows were imported; or every fault, and nothing was. */
export type ImportResult =
	{ readonly units: number; readonly sites: number } | { readonly errors: readonly ImportError[] };

/**
 * Imports a province: its units and sites, all or nothing. Parents may come after their children, and may be in the
 * database already. A code that is known renames its unit or site and moves it from `validFrom` on; units that the
 * file does not name stay as they are.
 * @param options.validFrom first day of codes and parent links, `YYYY-MM-DD`
 * @throws DataError `time-invalid`
 */
export function importProvince(db: Database, files: ProvinceFiles, options: { validFrom: string }): ImportResult {
	const { validFrom } = options;
	if (!isDate(validFrom)) throw new DataError('time-invalid', validFrom);
	const units = readCsv('units', files.units, unitColumns);
	const sites = readCsv('sites', files.sites, siteColumns);
	return inTransaction(db, () => {
		const existing = readExisting(db);
		const errors = [...units.errors, ...sites.errors, ...checkRows(units.rows, sites.rows, knownOf(existing))];
		for (const { line, cells } of units.rows) {
			const newer = (existing.get(cells.code)?.since ?? '') > validFrom;
			if (newer) errors.push({ file: 'units', line, column: 'code', code: 'code-newer', value: cells.code });
		}
		if (errors.length > 0) return { errors: errors.sort(byPlace) };
		const unitIds = writeUnits(db, units.rows, existing, validFrom);
		writeSites(db, sites.rows, unitIds);
		return { units: units.rows.length, sites: sites.rows.length };
	});
}

const byPlace = (a: ImportError, b: ImportError) => b.file.localeCompare(a.file) || a.line - b.line;
