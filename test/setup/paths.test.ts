import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';

test('what was found where root’s programs are is found there by what is run, whatever PATH says', () => {
	const ask = "import('./setup/paths.mjs').then(({ projectEnvironment }) => console.log(projectEnvironment.PATH))";
	const path = execFileSync(process.execPath, ['-e', ask], { env: { PATH: '/usr/bin' }, encoding: 'utf8' });
	expect(path.trim().split(':').slice(1)).toEqual(['/usr/bin', '/usr/sbin', '/sbin']);
});
