import { databaseFile } from '#db/data-dir.ts';
import { defineFunctions } from '#db/sql-functions.ts';
import BetterSqlite3 from 'better-sqlite3';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import path from 'node:path';
import { temporaryFolder } from '../temporary-database.ts';

const migrationsFolder = path.resolve(import.meta.dirname, '../../../db/migrations');

/** A database file as the first `count` migrations leave it, with these rows; opening it brings it to the present schema. */
export function olderDatabase(count: number, rows: string): string {
	const file = databaseFile(temporaryFolder());
	const sqlite = new BetterSqlite3(file);
	defineFunctions(sqlite);
	sqlite.exec(
		'CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at INTEGER) STRICT',
	);
	for (const { sql, hash, folderMillis } of readMigrationFiles({ migrationsFolder }).slice(0, count)) {
		for (const statement of sql) sqlite.exec(statement);
		sqlite.prepare('INSERT INTO __drizzle_migrations (hash, created_at) VALUES (?, ?)').run(hash, folderMillis);
	}
	sqlite.pragma('foreign_keys = ON');
	sqlite.exec(rows);
	sqlite.close();
	return file;
}
