import { inTransaction, openDatabase } from '#db/client.ts';
import { makeStrict } from '#db/make-strict.ts';
import { units } from '#db/schema/org.ts';
import { urn, votes } from '#db/schema/votes.ts';
import BetterSqlite3 from 'better-sqlite3';
import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { olderDatabase } from './migrations/older-database.ts';
import { temporaryDatabase, temporaryFolder } from './temporary-database.ts';

const schemaFolder = path.resolve(import.meta.dirname, '../../db/schema');

async function readSchema(): Promise<SQLiteTable[]> {
	const modules = await Promise.all(
		readdirSync(schemaFolder).map((name) => import(path.join(schemaFolder, name)) as Promise<Record<string, unknown>>),
	);
	return modules.flatMap((module) => Object.values(module).filter((value) => is(value, SQLiteTable)));
}

test('opens with the settings that an acknowledgement relies on, for its owner only', () => {
	const file = path.join(temporaryFolder(), 'new', 'x.sqlite');
	const db = openDatabase(file);
	const pragma = (name: string) => db.sqlite.pragma(name, { simple: true });
	expect([pragma('journal_mode'), pragma('foreign_keys'), pragma('synchronous'), pragma('busy_timeout')]).toEqual([
		'wal',
		1,
		2,
		5000,
	]);
	expect(statSync(file).mode & 0o777).toBe(0o600);
	db.close();
	db.close();
	openDatabase(file).close();
});

test('every table is strict; those whose key alone orders the rows have no rowid', () => {
	const { sqlite } = temporaryDatabase();
	const tables = sqlite
		.prepare<[], { name: string; strict: number; wr: number }>(
			"SELECT name, strict, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
		)
		.all();
	expect(tables.length).toBeGreaterThan(20);
	expect(tables.filter((table) => table.strict !== 1)).toEqual([]);
	expect(
		tables
			.filter((table) => table.wr === 1)
			.map((table) => table.name)
			.sort(),
	).toEqual([
		'journal',
		'link_hours',
		'link_minutes',
		'mark_keys',
		'media_node_choices',
		'meeting_participants',
		'meeting_roles',
		'meeting_units',
		'paper_readers',
		'paper_receipts',
		'urn',
	]);
});

test('the migrations make what the schema describes', async () => {
	const { sqlite } = temporaryDatabase();
	const tables = await readSchema();
	const described = new Map(tables.map((table) => [getTableConfig(table).name, getTableConfig(table)]));
	const made = sqlite
		.prepare<[], string>(
			"SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_\\_%' ESCAPE '\\' AND name NOT LIKE 'page_search%'",
		)
		.pluck()
		.all();
	expect(made.sort()).toEqual([...described.keys()].sort());
	for (const [name, config] of described) {
		const columns = sqlite
			.prepare<[string], { name: string; type: string; notnull: number }>(
				'SELECT name, type, "notnull" FROM pragma_table_info(?)',
			)
			.all(name);
		expect({ name, columns: columns.map((each) => [each.name, each.type.toLowerCase(), each.notnull === 1]) }).toEqual({
			name,
			columns: config.columns.map((column) => [column.name, column.getSQLType(), column.notNull]),
		});
		const keys = sqlite.prepare('SELECT DISTINCT id FROM pragma_foreign_key_list(?)').all(name);
		expect([name, keys.length]).toEqual([name, config.foreignKeys.length]);
		const sql =
			sqlite.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?').pluck().get(name) ?? '';
		for (const check of config.checks) expect(sql).toContain(`CONSTRAINT "${check.name}" CHECK`);
		for (const { config: index } of config.indexes) {
			const indexSql = sqlite
				.prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?')
				.pluck()
				.get(index.name);
			expect([index.name, indexSql?.startsWith('CREATE UNIQUE') ?? null]).toEqual([index.name, index.unique]);
		}
	}
});

test('refuses a database that a newer, or another, version has migrated', () => {
	const file = path.join(temporaryFolder(), 'x.sqlite');
	openDatabase(file).close();
	const insert = 'INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)';
	const other = new BetterSqlite3(file);
	other.prepare(insert).run('of tomorrow', Date.UTC(2100, 0));
	expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'database-newer' }));
	other.prepare('UPDATE __drizzle_migrations SET created_at = 5 WHERE hash = ?').run('of tomorrow');
	other.close();
	expect(() => openDatabase(file)).toThrow(expect.objectContaining({ code: 'database-foreign' }));
});

/** A paper trail that leads nowhere, as only a connection that watches no references can write it. */
const dangling = `PRAGMA foreign_keys = OFF; INSERT INTO meetings (id, title, starts_at, planned_minutes, status, created_by, created_at)
	VALUES ('m', 'Họp', 1, 60, 'draft', 'nobody', 1);`;

test('what a migration leaves dangling is found, and a start without one does not read every row for it', () => {
	expect(() => openDatabase(olderDatabase(6, dangling))).toThrow(expect.objectContaining({ code: 'database-damaged' }));
	const file = path.join(temporaryFolder(), 'x.sqlite');
	openDatabase(file).close();
	const other = new BetterSqlite3(file);
	other.exec(dangling);
	other.close();
	expect(() => openDatabase(file).close()).not.toThrow();
});

test('a transaction that fails leaves nothing, also when it lies within another', () => {
	const db = temporaryDatabase();
	const insert = (id: string) => db.orm.insert(units).values({ id }).run();
	inTransaction(db, () => {
		insert('a');
		expect(() =>
			inTransaction(db, () => {
				insert('b');
				throw new Error('stop');
			}),
		).toThrow('stop');
	});
	expect(db.orm.select({ id: units.id }).from(units).all()).toEqual([{ id: 'a' }]);
});

test('the urn says neither who nor when nor in which order', () => {
	expect(getTableConfig(urn).columns.map((column) => column.name)).toEqual(['meeting_id', 'vote_id', 'key', 'choice']);
	expect(getTableConfig(urn).indexes).toEqual([]);
	expect(getTableConfig(votes).columns.map((column) => column.name)).not.toContain('ballots');
});

test('what drizzle-kit writes is made strict once', () => {
	const written =
		'CREATE TABLE `urn` (\n\t`key` blob PRIMARY KEY NOT NULL\n);\n--> statement-breakpoint\nCREATE TABLE `__new_units` (\n\t`id` text\n);\n';
	const strict = makeStrict(written);
	expect(strict).toContain('\n) STRICT, WITHOUT ROWID;');
	expect(strict).toContain('`id` text\n) STRICT;');
	expect(makeStrict(strict)).toBe(strict);
});

test('SQLite is one that may begin its log anew beside a thread that carries it over', () => {
	// Before 3.51.3 that could lose what was committed: https://sqlite.org/wal.html#walresetbug
	const sqlite = new BetterSqlite3(':memory:');
	const version = sqlite.prepare<[], string>('SELECT sqlite_version()').pluck().get() ?? '';
	sqlite.close();
	const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
	expect(major * 1_000_000 + minor * 1_000 + patch, version).toBeGreaterThanOrEqual(3_051_003);
});
