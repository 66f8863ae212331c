import type { Database } from './client.ts';

/**
 * What is asked of the database at every request, made once for each connection: building a question takes drizzle ten
 * times as long as SQLite takes to answer, and compiling it as long again. What changes goes in by `sql.placeholder`.
 */
export function prepared<Question>(build: (db: Database) => Question): (db: Database) => Question {
	const built = new WeakMap<Database, Question>();
	return (db) => {
		const question = built.get(db) ?? build(db);
		built.set(db, question);
		return question;
	};
}
