import type BetterSqlite3 from 'better-sqlite3';
import { fold } from './fold.ts';
import { nameSortKey } from './name-order.ts';

/** What migrations call to fill columns that the program fills from then on: SQLite's own folding leaves đ. */
export function defineFunctions(sqlite: BetterSqlite3.Database): void {
	const define = (name: string, of: (text: string) => string) =>
		sqlite.function(name, { deterministic: true }, (text: unknown) => (typeof text === 'string' ? of(text) : null));
	define('fold', fold);
	define('name_sort_key', nameSortKey);
}
