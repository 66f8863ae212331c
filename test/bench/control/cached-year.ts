import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { cacheDirectory } from '../../../setup/paths.mjs';
import { writeYear } from './year.ts';

/** What the year is made of: another schema or another script, another year. */
const sources = [
	path.join(import.meta.dirname, '../../../db/migrations'),
	...['year.ts', 'year-journal.ts', 'province.ts'].map((name) => path.join(import.meta.dirname, name)),
];

/** Lays the year into an empty folder: made once on a machine, a minute or two, then copied. */
export async function layYear(dataDir: string, say: (line: string) => void): Promise<void> {
	const cache = path.join(cacheDirectory, 'bench-year');
	const year = path.join(cache, digest());
	if (!existsSync(year)) {
		say('making a year of meetings');
		rmSync(cache, { recursive: true, force: true });
		const incoming = `${year}.${process.pid}`;
		mkdirSync(incoming, { recursive: true });
		await writeYear(incoming, say);
		renameSync(incoming, year);
	}
	cpSync(year, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

function digest(): string {
	const hash = createHash('sha256');
	const add = (file: string) => hash.update(path.basename(file)).update(readFileSync(file));
	for (const source of sources) {
		if (source.endsWith('.ts')) add(source);
		else for (const name of readdirSync(source).filter((each) => each.endsWith('.sql'))) add(path.join(source, name));
	}
	return hash.digest('hex').slice(0, 16);
}
