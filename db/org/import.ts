/**
 * Imports a province's units and sites: `npm run import -- units.csv sites.csv [--valid-from YYYY-MM-DD] [--demo]`.
 * Into the data directory of the server (DATA_DIR); the first day is today unless told. Every bad row is printed as
 * `file:line: column: code: value`; nothing is imported then, and the exit code is 1. Not while the server runs.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dateOf, isDate } from '../calendar.ts';
import { dataDirOf, openToChange, runForOperator } from '../operator.ts';
import { importProvince } from './importer.ts';

const usage = 'npm run import -- units.csv sites.csv [--valid-from YYYY-MM-DD] [--demo]';

function run(): number {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: { 'valid-from': { type: 'string' }, demo: { type: 'boolean', default: false } },
	});
	const [unitsFile, sitesFile, ...rest] = positionals;
	const validFrom = values['valid-from'] ?? dateOf(Date.now());
	if (!unitsFile || !sitesFile || rest.length > 0 || !isDate(validFrom)) {
		process.stderr.write(`${usage}\n`);
		return 2;
	}
	const files = { units: readFileSync(unitsFile), sites: readFileSync(sitesFile) };
	const { db, close } = openToChange(dataDirOf(values), { create: true });
	try {
		const result = importProvince(db, files, { validFrom });
		if (!('errors' in result)) {
			process.stdout.write(`${result.units} units, ${result.sites} sites\n`);
			return 0;
		}
		const names = { units: unitsFile, sites: sitesFile };
		for (const { file, line, column, code, value } of result.errors) {
			process.stderr.write(`${names[file]}:${line}: ${[column, code, value].filter(Boolean).join(': ')}\n`);
		}
		process.stderr.write(`${result.errors.length} faults; nothing was imported\n`);
		return 1;
	} finally {
		close();
	}
}

await runForOperator(run);
