import { openDatabase, type Database } from '#db/client.ts';
import { databaseFile } from '#db/data-dir.ts';
import { importProvince } from '#db/org/importer.ts';
import { readShown } from '#lib/admin/org/read-shown.ts';
import BetterSqlite3 from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { actions } from '../../../app/src/routes/admin/org/import/+page.server.ts';
import { eventOf, startAdministration } from '../../app/admin/administration.ts';
import { createSmallProvince, smallSites, smallUnits } from '../small-province.ts';
import { temporaryDatabase, temporaryFolder } from '../temporary-database.ts';

/** Renames, ends, adds and moves: rows of every table that an import writes. */
const units = `${smallUnits.replace('UBND xã Nam Tiến', 'UBND phường Nam Tiến').replace('385,UBND huyện Quan Hóa,district,38\n', '').replace('commune,385', 'commune,38')}40,Sở mới,department,38\n`;
const sites = `${smallSites.replace('385,Điểm cầu huyện Quan Hóa,385\n', '')}40,Điểm cầu Sở mới,40\n`;
const files = { units, sites };
const options = { validFrom: '2025-07-01', complete: true };

/** What is written last of all that there is: by then the rest has been. */
const failsLate = (sqlite: BetterSqlite3.Database) =>
	sqlite.exec(
		`CREATE TRIGGER fails_late BEFORE INSERT ON site_periods WHEN NEW.code = '40'
		 BEGIN SELECT RAISE(ABORT, 'half-way, by this test'); END`,
	);

const tables = [
	'units',
	'unit_periods',
	'sites',
	'site_periods',
	'unit_successions',
	'memberships',
	'areas',
	'area_units',
];
const contents = (sqlite: BetterSqlite3.Database) =>
	Object.fromEntries([...tables, 'audit'].map((table) => [table, sqlite.prepare(`SELECT * FROM ${table}`).all()]));

/** That the files do change something where nothing fails: nothing is proved by an import that has nothing to write. */
function expectToWrite(db: Database): void {
	const before = contents(db.sqlite);
	expect(importProvince(db, files, options)).toEqual({ units: 4, sites: 3 });
	const after = contents(db.sqlite);
	expect(after['unit_periods']).not.toEqual(before['unit_periods']);
	expect(after['site_periods']).not.toEqual(before['site_periods']);
}

test('an import that fails half-way leaves nothing of it', () => {
	const db = temporaryDatabase();
	createSmallProvince(db);
	failsLate(db.sqlite);
	const before = contents(db.sqlite);
	expect(() => importProvince(db, files, options)).toThrow('half-way');
	expect(contents(db.sqlite)).toEqual(before);
	db.sqlite.exec('DROP TRIGGER fails_late');
	expectToWrite(db);
});

test('the same of the command, which says so by its exit code', () => {
	const folder = temporaryFolder();
	const db = openDatabase(databaseFile(folder));
	createSmallProvince(db);
	failsLate(db.sqlite);
	const before = contents(db.sqlite);
	db.close();
	const [unitsFile, sitesFile] = ['units.csv', 'sites.csv'].map((name) => path.join(folder, name)) as [string, string];
	writeFileSync(unitsFile, units);
	writeFileSync(sitesFile, sites);
	const args = ['app/import.ts', unitsFile, sitesFile, '--valid-from', options.validFrom, '--complete'];
	const env = { ...process.env, DATA_DIR: folder };
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', env });
	expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
	expect(stderr).toContain('half-way');
	const left = new BetterSqlite3(databaseFile(folder), { readonly: true });
	expect(contents(left)).toEqual(before);
	left.close();
});

test('the same of the page, whose audit has nothing of it either', async () => {
	const { db, admin } = await startAdministration();
	failsLate(db.sqlite);
	const sent = { units: new Blob([units]), sites: new Blob([sites]), validFrom: options.validFrom, complete: 'on' };
	const { shown } = (await actions.preview(eventOf(admin, sent))) as unknown as { shown: Uint8Array };
	const { preview } = await readShown(shown);
	const before = contents(db.sqlite);
	const apply = () =>
		actions.apply(eventOf(admin, { ...sent, fingerprint: preview?.fingerprint ?? '', accepted: 'on' }));
	await expect(apply()).rejects.toThrow('half-way');
	expect(contents(db.sqlite)).toEqual(before);
	db.sqlite.exec('DROP TRIGGER fails_late');
	expect(await apply()).toMatchObject({ done: true });
	expect(contents(db.sqlite)['site_periods']).not.toEqual(before['site_periods']);
});
