import { execFileSync } from 'node:child_process';
import process from 'node:process';
import { expect, test } from 'vitest';

const program = `
	import { openLog } from '#sfu/link/open-log.ts';
	openLog('info').child({ part: 'door' }).info({ url: 'http://127.0.0.1:3000' }, 'ready');
`;
const run = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', program] as const;

test('where nobody reads along it is JSON, a line each', () => {
	const shell = `"$@" 2>&1`;
	const said = execFileSync('sh', ['-c', shell, 'sh', process.execPath, ...run], { encoding: 'utf8' });
	expect(JSON.parse(said)).toMatchObject({ level: 30, part: 'door', url: 'http://127.0.0.1:3000', msg: 'ready' });
});

test('on a terminal it is a readable line, with what it is about', () => {
	// script (bsdutils, part of every Debian) gives its child a terminal.
	const command = [process.execPath, ...run].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
	const said = execFileSync('script', ['--quiet', '--return', '--command', command, '/dev/null'], { encoding: 'utf8' });
	const plain = said.replaceAll(/\u001b\[[\d;]*m/g, '').trim();
	expect(plain).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: door: ready \{"url":"http:\/\/127\.0\.0\.1:3000"\}$/);
});
