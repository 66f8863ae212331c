import { openDatabase } from '#db/client.ts';
import { keepStatements } from '#db/kept-statements.ts';
import { people } from '#db/schema/org.ts';
import BetterSqlite3 from 'better-sqlite3';
import { eq } from 'drizzle-orm';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { temporaryFolder } from './temporary-database.ts';

test('what is asked again and again is compiled once', () => {
	const prepare = vi.spyOn(BetterSqlite3.prototype, 'prepare');
	onTestFinished(() => prepare.mockRestore());
	const db = openDatabase(path.join(temporaryFolder(), 'db.sqlite'));
	onTestFinished(() => db.close());
	prepare.mockClear();
	for (let times = 0; times < 20; times += 1)
		db.orm
			.select()
			.from(people)
			.where(eq(people.id, `${times}`))
			.all();
	expect(prepare).toHaveBeenCalledTimes(1);
});

test('a statement that gave bare values gives rows to who asks for them next; those that are not asked for go', () => {
	const sqlite = new BetterSqlite3(':memory:');
	onTestFinished(() => void sqlite.close());
	const kept = keepStatements(sqlite);
	const first = kept.prepare('SELECT 1 AS one');
	expect(first.raw().all()).toEqual([[1]]);
	expect(kept.prepare('SELECT 1 AS one')).toBe(first);
	expect(first.all()).toEqual([{ one: 1 }]);
	for (let number = 0; number < 300; number += 1) kept.prepare(`SELECT ${number}`);
	expect(kept.prepare('SELECT 1 AS one')).not.toBe(first);
	expect(kept.transaction(() => kept.prepare('SELECT 2').pluck().get())()).toBe(2);
});
