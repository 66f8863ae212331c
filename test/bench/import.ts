import { openDatabase } from '#db/client.ts';
import { importProvince } from '#db/org/importer.ts';
import { largeProvince } from '#test/support/large-province.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { benchImportPage, type ImportPageFigures } from './import-page.ts';

const units = 10_000;

export interface ImportFigures {
	readonly units: number;
	readonly ms: number;
	readonly page: ImportPageFigures;
}

/** Imports a province of 10,000 units, children before their parents, into an empty database on disk; then one as the page does. */
export async function benchImport(say: (line: string) => void): Promise<ImportFigures> {
	const folder = mkdtempSync(path.join(process.cwd(), '.bench-'));
	const db = openDatabase(path.join(folder, 'bench.sqlite'));
	try {
		say(`importing ${units} units`);
		const province = largeProvince(units);
		const started = performance.now();
		const outcome = importProvince(db, province, { validFrom: '2025-07-01' });
		const ms = Math.round(performance.now() - started);
		if ('errors' in outcome || outcome.units !== units) throw new Error('the province was not imported');
		return { units, ms, page: await benchImportPage(say) };
	} finally {
		db.close();
		rmSync(folder, { recursive: true });
	}
}
