import BetterSqlite3 from 'better-sqlite3';
import { mkdirSync } from 'node:fs';
import path from 'node:path';

/** The database within the data directory; the files lie beside it in `files/`. */
export const databaseFile = (dataDir: string): string => path.join(dataDir, 'nhip-cau.sqlite');

/**
 * Claims a data directory for one server: two would each keep meetings in memory and number events by themselves.
 * @returns how to give it back; undefined when another process holds it
 */
export const claimDataDir = (dataDir: string): (() => void) | undefined => claim(dataDir, 'server.lock');

/**
 * Claims something within a data directory for one process. The claim is a lock that SQLite holds in the file system,
 * so that it goes with the process, however that ends.
 * @returns how to give it back; undefined when another process holds it
 */
export function claim(dataDir: string, name: string): (() => void) | undefined {
	mkdirSync(dataDir, { recursive: true });
	const lock = new BetterSqlite3(path.join(dataDir, name), { timeout: 0 });
	try {
		lock.exec('BEGIN EXCLUSIVE');
		return () => lock.close();
	} catch (error) {
		lock.close();
		if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) return undefined;
		throw error;
	}
}
