/**
 * Imports a province's units and sites into the data directory of the server (DATA_DIR); the first day is today unless
 * told. With `--complete` whatever the files do not name ends on that day. `--dry-run` prints what would change and
 * changes nothing. Every bad row is printed as `file:line: column: code: value`, and what each code means in a sentence,
 * the page's own; nothing is imported then, and the exit code is 1. So it is when something looks like a slip, until
 * `--accept-suspicious` says that it was looked at. Not while the server runs, but for a dry run: there the import is a
 * page.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dateOf, isDate } from '#db/calendar.ts';
import { inTransaction, openScratch, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { dataDirOf, openToChange, openToRead, runForOperator } from '#db/operator.ts';
import { applyPlan } from '#db/org/apply-plan.ts';
import type { ImportError, ImportErrorCode } from '#db/org/import-error.ts';
import { describePlan, type ImportPreview } from '#db/org/import-preview.ts';
import { planImport, type ImportOptions } from '#db/org/importer.ts';
import texts from './messages/en/admin.json' with { type: 'json' };

const usage =
	'npm run import -- units.csv sites.csv [--valid-from YYYY-MM-DD] [--complete] [--dry-run] [--accept-suspicious] [--demo]';

function run(): number {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			'valid-from': { type: 'string' },
			complete: { type: 'boolean' },
			'dry-run': { type: 'boolean' },
			'accept-suspicious': { type: 'boolean' },
			demo: { type: 'boolean', default: false },
		},
	});
	const [unitsFile, sitesFile, ...rest] = positionals;
	const validFrom = values['valid-from'] ?? dateOf(Date.now());
	if (!unitsFile || !sitesFile || rest.length > 0 || !isDate(validFrom)) {
		process.stderr.write(`${usage}\n`);
		return 2;
	}
	const names = { units: unitsFile, sites: sitesFile };
	const { complete = false, 'dry-run': dryRun = false, 'accept-suspicious': accepted = false } = values;
	const importInto = (db: Database) => importFiles(db, names, { validFrom, complete, dryRun, accepted });
	const dataDir = dataDirOf(values);
	if (dryRun) {
		const db = existsSync(databaseFile(dataDir)) ? openToRead(dataDir) : openScratch();
		try {
			return db.sqlite.transaction(() => importInto(db))();
		} finally {
			db.close();
		}
	}
	const { db, close } = openToChange(dataDir, { create: true });
	try {
		return inTransaction(db, () => importInto(db));
	} finally {
		close();
	}
}

type Names = Readonly<Record<ImportError['file'], string>>;

function importFiles(
	db: Database,
	names: Names,
	options: ImportOptions & { readonly dryRun: boolean; readonly accepted: boolean },
): number {
	const files = { units: readFileSync(names.units), sites: readFileSync(names.sites) };
	const plan = planImport(db, files, options);
	if ('errors' in plan) {
		for (const { file, line, column, code, value } of plan.errors)
			process.stderr.write(`${names[file]}:${line}: ${[column, code, value].filter(Boolean).join(': ')}\n`);
		for (const code of new Set(plan.errors.map((error) => error.code)))
			process.stderr.write(`${code}: ${meaningOf(code)}\n`);
		process.stderr.write(`${plan.errors.length} faults; nothing was imported\n`);
		return 1;
	}
	const preview = describePlan(db, plan);
	for (const { file, line, code, row, other } of preview.suspicions)
		process.stderr.write(
			`${names[file]}:${line}: suspicious: ${code}: ${row.code} ${row.name} / ${other.code} ${other.name}\n`,
		);
	if (options.dryRun) {
		process.stdout.write(printed(preview));
		return 0;
	}
	if (preview.suspicions.length > 0 && !options.accepted) {
		process.stderr.write(`${preview.suspicions.length} suspicious; nothing was imported\n`);
		return 1;
	}
	applyPlan(db, plan);
	process.stdout.write(`${plan.units.rows} units, ${plan.sites.rows} sites\n`);
	return 0;
}

type Underlined<Code extends string> = Code extends `${infer First}-${infer Rest}`
	? `${First}_${Underlined<Rest>}`
	: Code;

/** What is wrong and what to do, as the page of the import says it. A code without a text does not compile. */
function meaningOf(code: ImportErrorCode): string {
	const key = `import_fault_${code.replaceAll('-', '_')}` as `import_fault_${Underlined<ImportErrorCode>}`;
	return texts[key];
}

function printed({ lines, successions, people, bodies, meetings }: ImportPreview): string {
	const changes = lines.map(({ file, kinds, before, after }) => {
		const [one, other] = [before, after].map((shown) => shown && `${shown.code} ${shown.name} < ${shown.above || '-'}`);
		return `${file} ${kinds.join('+')}: ${[one, other].filter(Boolean).join(' -> ')}\n`;
	});
	const heirs = successions.map(({ kind, from, to }) => `${kind}: ${from} -> ${to}\n`);
	const left = `people moved: ${people.moved}; left: ${people.left}; bodies left: ${bodies.length}; meetings with rooms that end: ${meetings}\n`;
	return `${changes.join('')}${heirs.join('')}${left}${lines.length} changes; nothing was imported\n`;
}

await runForOperator(run);
