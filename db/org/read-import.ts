import { gzipSync } from 'node:zlib';
import type { Database } from '../client.ts';
import { planRows, type PlanRows } from './apply-plan.ts';
import type { ImportError } from './import-error.ts';
import { describePlan, type ImportPreview } from './import-preview.ts';
import { planImport, type ImportOptions, type ProvinceFiles } from './importer.ts';

/** What the dry run shows: every fault, or all that would change. */
export interface ImportShown {
	readonly faults: readonly ImportError[];
	readonly preview: ImportPreview | null;
}

/** An import as it is handed to the writer: texts and bytes, which pass between threads without being built anew. */
export interface ReadImport {
	/** JSON of `ImportShown`, packed with gzip: a tenth, that the loop hands on as it is */
	readonly shown: Uint8Array;
	readonly faults: number;
	/** null: with faults */
	readonly planned: {
		readonly fingerprint: string;
		readonly suspicions: number;
		readonly changes: number;
		/** how many the files have */
		readonly counts: ImportPreview['rows'];
		readonly rows: PlanRows;
	} | null;
}

/** In a buffer of its own: with a view of a larger one all of that would go between threads, and to the browser. */
const packed = (shown: ImportShown): Uint8Array => new Uint8Array(gzipSync(JSON.stringify(shown)));

/** Reads and plans, on the database as it is at one moment, and writes nothing. @throws DataError `time-invalid` */
export function readImport(
	db: Database,
	{ files, options }: { files: ProvinceFiles; options: ImportOptions },
): ReadImport {
	return db.sqlite.transaction((): ReadImport => {
		const plan = planImport(db, files, options);
		if ('errors' in plan) {
			const shown: ImportShown = { faults: plan.errors, preview: null };
			return { shown: packed(shown), faults: plan.errors.length, planned: null };
		}
		const preview = describePlan(db, plan);
		const shown: ImportShown = { faults: [], preview };
		const { fingerprint, suspicions, lines, rows: counts } = preview;
		const rows = planRows(db, plan);
		const planned = { fingerprint, suspicions: suspicions.length, changes: lines.length, counts, rows };
		return { shown: packed(shown), faults: 0, planned };
	})();
}
