import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const database = path.join(import.meta.dirname, '../../../db');

/** What `drizzle-kit generate` would write next. */
test('the schema is that of the latest migration: nothing is left to be generated', async () => {
	const folder = path.join(database, 'migrations/meta');
	const latest = readdirSync(folder)
		.filter((name) => name.endsWith('_snapshot.json'))
		.sort()
		.at(-1);
	const before = JSON.parse(readFileSync(path.join(folder, latest ?? ''), 'utf8')) as Parameters<
		typeof generateSQLiteMigration
	>[0];
	const names = readdirSync(path.join(database, 'schema'));
	const modules = await Promise.all(
		names.map((name) => import(path.join(database, 'schema', name)) as Promise<object>),
	);
	const after = await generateSQLiteDrizzleJson(Object.assign({}, ...modules) as Record<string, unknown>, before.id);
	expect(Object.keys(after.tables).length).toBeGreaterThan(20);
	expect(await generateSQLiteMigration(before, after)).toEqual([]);
});

test('each snapshot says of the journal’s versions what its migration says', () => {
	const folder = path.join(database, 'migrations/meta');
	const checks = readdirSync(folder)
		.filter((name) => /^\d+_snapshot/.test(name) && name >= '0004')
		.map((name) => readFileSync(path.join(folder, name), 'utf8').match(/"value": "(.*\\"v\\" > 0.*)"/)?.[1]);
	expect(new Set(checks)).toEqual(new Set(['\\"journal\\".\\"v\\" > 0 AND \\"journal\\".\\"form\\" > 0']));
});
