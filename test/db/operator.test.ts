import { openDatabase } from '#db/client.ts';
import { claimDataDir, databaseFile } from '#db/data-dir.ts';
import { openToChange, openToRead, OperatorError } from '#db/operator.ts';
import BetterSqlite3 from 'better-sqlite3';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { expect, test } from 'vitest';
import { smallSites, smallUnits } from './small-province.ts';
import { temporaryFolder } from './temporary-database.ts';

function dataDirectory(): string {
	const folder = temporaryFolder();
	openDatabase(databaseFile(folder)).close();
	return folder;
}

/** As a command of an operator runs: a process of its own. */
const run = (dataDir: string, ...args: string[]) =>
	spawnSync(process.execPath, args, { encoding: 'utf8', env: { ...process.env, DATA_DIR: dataDir } });

test('a command that looks changes nothing, and needs no stop of the server', () => {
	const folder = dataDirectory();
	const server = openDatabase(databaseFile(folder));
	const release = claimDataDir(folder);
	const db = openToRead(folder);
	expect(db.sqlite.prepare('SELECT count(*) FROM journal').pluck().get()).toBe(0);
	expect(() => db.sqlite.exec('DELETE FROM journal')).toThrow(/readonly/);
	db.close();
	const verified = run(folder, 'app/verify-journal.ts');
	expect(verified).toMatchObject({ status: 0, stderr: '' });
	server.close();
	release?.();
});

test('a command that changes something is refused while a server runs, and runs when it has ended', () => {
	const folder = dataDirectory();
	const release = claimDataDir(folder);
	expect(() => openToChange(folder)).toThrow(OperatorError);
	const [units, sites] = ['units.csv', 'sites.csv'].map((name) => path.join(folder, name));
	writeFileSync(units ?? '', smallUnits);
	writeFileSync(sites ?? '', smallSites);
	const importing = () => run(folder, 'app/import.ts', units ?? '', sites ?? '');
	const refused = importing();
	expect(refused.status).toBe(2);
	expect(refused.stderr).toBe(`A server runs on ${folder}: stop it first, then give the command again.\n`);
	const looking = run(folder, 'app/import.ts', units ?? '', sites ?? '', '--dry-run');
	expect({ status: looking.status, stderr: looking.stderr }).toEqual({ status: 0, stderr: '' });
	release?.();
	expect(importing()).toMatchObject({ status: 0, stdout: '4 units, 3 sites\n' });
});

test('no command brings the schema of a database up to date: that is the new server, which its operator starts', () => {
	const folder = dataDirectory();
	const file = databaseFile(folder);
	const older = new BetterSqlite3(file);
	older.exec('DELETE FROM __drizzle_migrations WHERE id = (SELECT max(id) FROM __drizzle_migrations)');
	older.close();
	const before = readFileSync(file);
	for (const open of [openToRead, openToChange])
		expect(() => open(folder)).toThrow(/is of an older version: start the server once/);
	expect(readFileSync(file).equals(before)).toBe(true);
	// And the claim has been given back.
	expect(claimDataDir(folder)).toBeTypeOf('function');
});

test('where there is no database, a command says so and makes none; an import begins one', () => {
	const folder = temporaryFolder();
	expect(() => openToRead(folder)).toThrow(/There is no database at .*: set DATA_DIR/);
	expect(() => openToChange(folder)).toThrow(/There is no database/);
	expect(existsSync(databaseFile(folder))).toBe(false);
	openToChange(folder, { create: true }).close();
	expect(existsSync(databaseFile(folder))).toBe(true);
});

test('a mistake in a command is one line, not a stack', () => {
	const { status, stdout, stderr } = run(dataDirectory(), 'app/verify-journal.ts', '--lgo', 'x');
	expect({ status, stdout, lines: stderr.trim().split('\n').length }).toEqual({ status: 2, stdout: '', lines: 1 });
	const folder = temporaryFolder();
	writeFileSync(databaseFile(folder), 'not a database');
	expect(() => openToRead(folder)).toThrow(/is no database\.$/);
});
