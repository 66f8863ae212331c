import BetterSqlite3 from 'better-sqlite3';
import { drizzle, type BetterSQLite3Database } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { DataError } from './data-error.ts';
import { keepStatements } from './kept-statements.ts';
import { defineLaidTables } from './laid-tables.ts';
import { defineFunctions } from './sql-functions.ts';
import { syncPath } from './sync-path.ts';

export interface Database {
	readonly orm: BetterSQLite3Database;
	readonly sqlite: BetterSqlite3.Database;
	/** Idempotent. */
	close(): void;
}

const migrationsFolder = path.join(import.meta.dirname, 'migrations');

/**
 * Opens (or creates) the database and brings it to this version's schema. One process writes: the control process.
 * Acknowledged means on disk, hence synchronous=FULL.
 * @throws DataError `database-newer` when a later version of the program has already migrated it,
 *   `database-foreign` when it holds a migration that this version does not know.
 */
export function openDatabase(file: string): Database {
	createPrivately(file);
	return connect(new BetterSqlite3(file), (sqlite, orm) => {
		makeSafe(sqlite);
		// Rebuilding a table drops and renames it; references are checked as a whole afterwards.
		sqlite.pragma('foreign_keys = OFF');
		// drizzle creates this table if it is missing, but with types that a strict table does not have.
		sqlite.exec(
			'CREATE TABLE IF NOT EXISTS __drizzle_migrations (id INTEGER PRIMARY KEY, hash TEXT NOT NULL, created_at INTEGER) STRICT',
		);
		const missing = countMissingMigrations(sqlite);
		migrate(orm, { migrationsFolder });
		// Reads every row: seconds, after a year of meetings. Only a migration writes without the references being watched.
		const dangling = missing === 0 ? [] : (sqlite.pragma('foreign_key_check') as unknown[]);
		if (dangling.length > 0) throw new DataError('database-damaged', JSON.stringify(dangling[0]));
		sqlite.pragma('foreign_keys = ON');
	});
}

/**
 * Opens a database that is there, as it is: for programs beside the server, which must change no schema under it.
 * @throws DataError as `openDatabase`, and `database-older` when this version's schema is not the file's yet
 */
export function openAsItIs(file: string, { readonly, anyVersion = false }: AsItIs): Database {
	return connect(new BetterSqlite3(file, { readonly, fileMustExist: true }), (sqlite) => {
		if (!readonly) makeSafe(sqlite);
		sqlite.pragma('busy_timeout = 5000');
		sqlite.pragma('foreign_keys = ON');
		if (!anyVersion && countMissingMigrations(sqlite) > 0) throw new DataError('database-older', file);
	});
}

interface AsItIs {
	readonly readonly: boolean;
	/** whatever its schema is: for what only copies it */
	readonly anyVersion?: boolean;
}

/** An empty database in memory, in which nothing needs what it refers to. */
export function openScratch(): Database {
	return connect(new BetterSqlite3(':memory:'), (sqlite, orm) => {
		sqlite.pragma('foreign_keys = OFF');
		migrate(orm, { migrationsFolder });
	});
}

type Orm = Database['orm'];

function connect(sqlite: BetterSqlite3.Database, prepare: (sqlite: BetterSqlite3.Database, orm: Orm) => void) {
	try {
		defineFunctions(sqlite);
		defineLaidTables(sqlite);
		const orm = drizzle(keepStatements(sqlite));
		prepare(sqlite, orm);
		return { orm, sqlite, close: () => void sqlite.close() };
	} catch (error) {
		sqlite.close();
		throw error;
	}
}

/** What every connection that writes promises. */
function makeSafe(sqlite: BetterSqlite3.Database): void {
	sqlite.pragma('busy_timeout = 5000');
	sqlite.pragma('journal_mode = WAL');
	sqlite.pragma('synchronous = FULL');
	// What is deleted is overwritten: ballots that were poured out of the urn, sessions that ended.
	sqlite.pragma('secure_delete = ON');
}

/** The database holds people and password hashes: for its owner's eyes, as are the files that SQLite lays beside it. */
function createPrivately(file: string): void {
	mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
	closeSync(openSync(file, 'a', 0o600));
}

/** Of this version's migrations, those that the database has not had. Refuses one that this version does not know. */
function countMissingMigrations(sqlite: BetterSqlite3.Database): number {
	const known = readMigrationFiles({ migrationsFolder });
	const newest = Math.max(0, ...known.map((migration) => migration.folderMillis));
	const hashes = new Set(known.map((migration) => migration.hash));
	const applied = listApplied(sqlite);
	for (const migration of applied) {
		if (migration.created_at > newest) throw new DataError('database-newer', sqlite.name);
		if (!hashes.has(migration.hash)) throw new DataError('database-foreign', sqlite.name);
	}
	return known.length - applied.length;
}

function listApplied(sqlite: BetterSqlite3.Database): { hash: string; created_at: number }[] {
	const { count } = sqlite
		.prepare<[], { count: number }>("SELECT count(*) AS count FROM sqlite_schema WHERE name = '__drizzle_migrations'")
		.get() ?? { count: 0 };
	if (count === 0) return [];
	return sqlite
		.prepare<[], { hash: string; created_at: number }>('SELECT hash, created_at FROM __drizzle_migrations')
		.all();
}

/** Runs `work` as one transaction that holds the write lock from its start. Synchronous: never await in it. */
export function inTransaction<Result>(db: Database, work: () => Result): Result {
	return db.sqlite.transaction(work).immediate();
}

/**
 * The same, brought to the disk by a thread while the loop goes on: for what writes hundreds of pages, or comes while files do, which
 * the disk takes in first (beside 5 MB on their way a commit was seen to wait for 4 to 10 ms). It is seen at once, and not to
 * be acknowledged before `onDisk`. Whatever is committed after it reaches the disk with it, or not at all (one log, in its order).
 */
export function inLargeTransaction<Result>(
	db: Database,
	work: () => Result,
): { result: Result; onDisk: Promise<void> } {
	const { sqlite } = db;
	// With a write-ahead log: the commit waits for no disk (https://sqlite.org/pragma.html#pragma_synchronous).
	sqlite.pragma('synchronous = NORMAL');
	try {
		const result = inTransaction(db, work);
		return { result, onDisk: syncPath(`${sqlite.name}-wal`) };
	} finally {
		sqlite.pragma('synchronous = FULL');
	}
}
