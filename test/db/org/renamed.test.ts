import { describePlan, type ImportPreview } from '#db/org/import-preview.ts';
import { importProvince, planImport } from '#db/org/importer.ts';
import { listUnits } from '#db/org/units.ts';
import { unitSuccessions } from '#db/schema/org.ts';
import type { Database } from '#db/client.ts';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createSmallProvince, smallSites, smallUnits } from '../small-province.ts';
import { temporaryDatabase } from '../temporary-database.ts';

const [eve, day] = ['2025-06-30', '2025-07-01'];
const commune = '14902,UBND xã Nam Tiến,commune,385';

function preview(db: Database, files: { units: string; sites: string }, complete = true): ImportPreview {
	const plan = planImport(db, files, { validFrom: day, complete });
	if ('errors' in plan) throw new Error(JSON.stringify(plan.errors));
	return describePlan(db, plan);
}

const unitOn = (db: Database, date: string, code: string) => listUnits(db, date).find((unit) => unit.code === code);

test('a unit of another level under the same code and name is the same one, and counts as renamed', () => {
	const db = temporaryDatabase();
	createSmallProvince(db);
	const files = { units: smallUnits.replace(commune, '14902,UBND xã Nam Tiến,other,385'), sites: smallSites };
	const { lines, successions } = preview(db, files);
	expect(lines).toMatchObject([
		{ file: 'units', kinds: ['renamed'], before: { code: '14902', level: 'commune' }, after: { level: 'other' } },
	]);
	expect(successions).toEqual([]);
	importProvince(db, files, { validFrom: day, complete: true });
	const [before, after] = [unitOn(db, eve, '14902'), unitOn(db, day, '14902')];
	expect([before?.level, after?.level]).toEqual(['commune', 'other']);
	expect(after?.id).toBe(before?.id);
});

test('one that alone replaces one of another level carries it on by another name, from that day; people go with it', () => {
	const db = temporaryDatabase();
	const { unitId, delegateId } = createSmallProvince(db);
	const files = {
		units: `code,name,level,parent_code,replaces\n38.NT,Trung tâm Nam Tiến,department,38,14902\n`,
		sites: 'code,name,unit_code\n14902,Điểm cầu Nam Tiến,38.NT\n',
	};
	const shown = preview(db, files, false);
	expect(shown.successions).toEqual([
		{ kind: 'renamed', from: '14902 UBND xã Nam Tiến', to: '38.NT Trung tâm Nam Tiến' },
	]);
	expect(shown.lines.map(({ file, kinds, before, after }) => [file, kinds, before?.code, after?.code])).toEqual([
		['units', ['added'], undefined, '38.NT'],
		['units', ['ended'], '14902', undefined],
		['sites', ['renamed', 'moved'], '14902', '14902'],
	]);
	expect(shown.people).toEqual({ moved: 1, left: 0 });
	importProvince(db, files, { validFrom: day });
	const successor = unitOn(db, day, '38.NT')?.id ?? '';
	expect(db.orm.select().from(unitSuccessions).all()).toEqual([
		expect.objectContaining({ unitId: unitId('14902'), successorId: successor, kind: 'renamed', day }),
	]);
	expect([unitOn(db, eve, '14902')?.id, unitOn(db, day, '14902')]).toEqual([unitId('14902'), undefined]);
	const belongs = db.sqlite
		.prepare(
			'SELECT unit_id AS unitId, valid_from AS validFrom FROM memberships WHERE person_id = ? AND valid_to IS NULL',
		)
		.all(delegateId);
	expect(belongs).toEqual([{ unitId: successor, validFrom: day }]);
});

test('one of its own level that it alone replaces is the same unit under a new code: nothing succeeds anything', () => {
	const db = temporaryDatabase();
	const { unitId } = createSmallProvince(db);
	const files = {
		units: 'code,name,level,parent_code,replaces\n14903,UBND xã Nam Tiến,commune,385,14902\n',
		sites: 'code,name,unit_code\n14902,Điểm cầu xã Nam Tiến,14903\n',
	};
	const { lines, successions } = preview(db, files, false);
	expect([lines.map(({ kinds }) => kinds), successions]).toEqual([[['renamed']], []]);
	importProvince(db, files, { validFrom: day });
	expect(unitOn(db, day, '14903')?.id).toBe(unitId('14902'));
});

test('of Thanh Hóa’s reform the dry run names whom the lists call otherwise, no more and no fewer', () => {
	const folder = path.resolve(import.meta.dirname, '../../../db/demo/thanh-hoa');
	const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
	const [before, after] = ['units.csv', 'units-2025-minh-hoa.csv'].map((name) => {
		const [, ...rows] = read(name).trim().split('\n');
		return new Map(rows.map((row) => row.split(',')).map(([code = '', unit = '']) => [code, unit]));
	});
	const db = temporaryDatabase();
	importProvince(db, { units: read('units.csv'), sites: read('sites.csv') }, { validFrom: '2020-01-01' });
	const { lines } = preview(db, { units: read('units-2025-minh-hoa.csv'), sites: read('sites-2025-minh-hoa.csv') });
	const renamed = lines.filter(({ file, kinds }) => file === 'units' && kinds.includes('renamed'));
	const [sameCode, newCode] = [true, false].map((same) =>
		renamed.filter((line) => (line.before?.code === line.after?.code) === same).map((line) => line.after?.code),
	);
	const expected = [...(after ?? [])].filter(([code, name]) => before?.has(code) && before.get(code) !== name);
	expect(sameCode?.toSorted()).toEqual(expected.map(([code]) => code).toSorted());
	// Departments of which each alone replaces one of before, whose code the list has no more.
	expect(newCode).toEqual(['38.SKHCN', '38.SNNMT', '38.SXD']);
});
