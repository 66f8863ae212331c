import type BetterSqlite3 from 'better-sqlite3';

/** So many are kept: lists of any length make texts of their own. */
const most = 300;

/**
 * The connection for drizzle, which asks for each statement anew: the same text is compiled once, which for a page's larger
 * questions takes as long as their answer. The connection's own statements stay apart, since each says how it gives its rows.
 */
export function keepStatements(sqlite: BetterSqlite3.Database): BetterSqlite3.Database {
	const kept = new Map<string, BetterSqlite3.Statement>();
	const prepare = (text: string): BetterSqlite3.Statement => {
		const statement = kept.get(text) ?? sqlite.prepare(text);
		// The one that was not asked for the longest goes first.
		kept.delete(text);
		kept.set(text, statement);
		for (const oldest of kept.keys()) {
			if (kept.size <= most) break;
			kept.delete(oldest);
		}
		return statement.reader ? statement.raw(false) : statement;
	};
	return new Proxy(sqlite, {
		get(target, name) {
			if (name === 'prepare') return prepare;
			const value: unknown = Reflect.get(target, name);
			return typeof value === 'function' ? (value.bind(target) as unknown) : value;
		},
	});
}
