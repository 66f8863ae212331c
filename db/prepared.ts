import type { Database } from './client.ts';

/**
 * A question that is asked at every request, built once for each connection: building it takes drizzle ten times as long
 * as SQLite takes to answer. What changes from one asking to the next goes in by `sql.placeholder`.
 */
export function prepared<Question>(build: (orm: Database['orm']) => Question): (db: Database) => Question {
	const built = new WeakMap<Database, Question>();
	return (db) => {
		const question = built.get(db) ?? build(db.orm);
		built.set(db, question);
		return question;
	};
}
