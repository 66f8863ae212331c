import { claimDataDir } from '#db/data-dir.ts';
import { spawnSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';
import { temporaryFolder } from './temporary-database.ts';

test('one server at a time has a data directory, also across processes', () => {
	const folder = temporaryFolder();
	const release = claimDataDir(folder);
	expect(release).toBeTypeOf('function');
	expect(claimDataDir(folder)).toBeUndefined();
	const script = `import('#db/data-dir.ts').then(({ claimDataDir }) => console.log(typeof claimDataDir(${JSON.stringify(folder)})))`;
	const another = () => spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' }).stdout.trim();
	expect(another()).toBe('undefined');
	release?.();
	expect(another()).toBe('function');
});
