import { inTransaction, type Database } from '#db/client.ts';
import { planWriting, type PlanRows } from '#db/org/apply-plan.ts';
import { importProvince } from '#db/org/importer.ts';
import { writeAtOnce } from '#db/org/laid-rows.ts';
import { readImport } from '#db/org/read-import.ts';
import { largeProvince } from '#test/support/large-province.ts';
import { statSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createSmallProvince, smallSites, smallUnits } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

/** What the writer is handed. */
function rowsFor(db: Database, files: { units: string; sites: string }, validFrom: string) {
	const { planned } = readImport(db, { files, options: { validFrom } });
	if (!planned) throw new Error('with faults');
	return planned.rows;
}

const write = (db: Database, rows: PlanRows) => writeAtOnce(db, planWriting(rows));

const renamed = {
	units: smallUnits.replaceAll('UBND xã', 'UBND phường'),
	sites: smallSites.replaceAll('xã', 'phường'),
};
const periods = ({ sqlite }: Database) =>
	['unit', 'site'].map((kind) =>
		sqlite.prepare(`SELECT code, name, valid_from, valid_to FROM ${kind}_periods ORDER BY code, valid_from`).all(),
	);

test('what changes nothing of its own day or later is written in fewer steps, to the same end', () => {
	const [short, whole] = [temporaryDatabase(), temporaryDatabase()].map((db) => {
		createSmallProvince(db);
		return { db, rows: rowsFor(db, renamed, '2025-07-01') };
	});
	if (!short || !whole) throw new Error('no databases');
	expect(short.rows.corrects).toEqual({ units: false, sites: false });
	// Whatever their order in the files.
	for (const { rows } of rowsFor(temporaryDatabase(), largeProvince(40), '2025-07-01').pieces) {
		const ids = (JSON.parse(rows) as [string][]).map(([id]) => id);
		expect(ids).toEqual(ids.toSorted());
	}
	write(short.db, short.rows);
	write(whole.db, { ...whole.rows, corrects: { units: true, sites: true } });
	expect(periods(short.db)).toEqual(periods(whole.db));
	expect(periods(short.db).flat()).toHaveLength(4 + 3 + 2);
	// Back on the same day: no seam is left, and it is known that something of that day is taken back.
	const back = rowsFor(short.db, { units: smallUnits, sites: smallSites }, '2025-07-01');
	expect(back.corrects).toEqual({ units: true, sites: true });
	write(short.db, back);
	expect(periods(short.db).flat()).toHaveLength(4 + 3);
});

test('hundreds of units that are made together touch few pages of a large tree', () => {
	const db = temporaryDatabase();
	const file = `${db.sqlite.name}-wal`;
	const province = largeProvince(6_000);
	if ('errors' in importProvince(db, province, { validFrom: '2020-01-01' })) throw new Error('with faults');
	db.sqlite.pragma('wal_autocheckpoint = 0');
	db.sqlite.pragma('wal_checkpoint(TRUNCATE)');
	const more = province.units
		.split('\n')
		.slice(-600)
		.map((row) => (row.startsWith('0,') ? 'm0,Khối mới,other,0' : `m${row}`))
		.join('\n');
	const rows = rowsFor(
		db,
		{ units: `code,name,level,parent_code\n${more}`, sites: 'code,name,unit_code\nB,Phòng,m1\n' },
		'2025-07-01',
	);
	inTransaction(db, () => write(db, rows));
	// A page and its header.
	expect(statSync(file).size / 4_120).toBeLessThan(240);
});

test('stretches of one unit, or of one site, share no day, however often and on whatever days it is changed', () => {
	const db = temporaryDatabase();
	createSmallProvince(db);
	const small = { units: smallUnits, sites: smallSites };
	const days = ['2025-07-01', '2025-07-01', '2026-01-01', '2025-07-01', '2027-01-01'];
	for (const [turn, validFrom] of days.entries()) {
		const outcome = importProvince(db, turn % 2 === 0 ? renamed : small, { validFrom, complete: turn > 2 });
		// An earlier day than the last is refused, and the same one is corrected.
		expect('errors' in outcome).toBe(turn === 3);
	}
	const shared = (kind: string) =>
		db.sqlite
			.prepare(
				`SELECT count(*) FROM ${kind}_periods AS a JOIN ${kind}_periods AS b ON a.${kind}_id = b.${kind}_id AND a.rowid < b.rowid
				 WHERE a.valid_from < ifnull(b.valid_to, '9999') AND b.valid_from < ifnull(a.valid_to, '9999')`,
			)
			.pluck()
			.get();
	expect(['unit', 'site'].map(shared)).toEqual([0, 0]);
	expect(periods(db).flat().length).toBeGreaterThan(7);
});
