/**
 * Writes the next migration: `npm run db:generate -- --name what-changes`. drizzle-kit knows neither STRICT nor
 * WITHOUT ROWID, so both are added to what it wrote; a migration that was released is never written again.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { makeStrict } from './make-strict.ts';

const folder = path.join(import.meta.dirname, 'migrations');
const before = new Set(readdirSync(folder));
const kit = spawnSync('drizzle-kit', ['generate', ...process.argv.slice(2)], { stdio: 'inherit' });
if (kit.status !== 0) process.exit(kit.status ?? 1);
for (const name of readdirSync(folder)) {
	if (before.has(name) || !name.endsWith('.sql')) continue;
	const file = path.join(folder, name);
	writeFileSync(file, makeStrict(readFileSync(file, 'utf8')));
}
