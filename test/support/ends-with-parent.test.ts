import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { expect, onTestFinished, test } from 'vitest';

const endsWithParent = path.join(import.meta.dirname, 'ends-with-parent.ts');

/** Starts what would never end by itself, says its process id, and waits. */
const parent = `
	const { spawn } = require('node:child_process');
	const child = spawn(process.execPath, ['--import', process.argv[1], '-e', 'setInterval(() => {}, 1000); console.log("runs")'], {
		stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
	});
	child.stdout.once('data', () => console.log(child.pid));
`;

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

test('a server that a test started ends with it, and its data go, even where the test had no time for either', async () => {
	const dataDir = mkdtempSync(path.join(tmpdir(), 'nhip-cau-'));
	onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
	const starter = spawn(process.execPath, ['-e', parent, endsWithParent], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, DATA_DIR: dataDir },
	});
	onTestFinished(() => void starter.kill('SIGKILL'));
	const pid = Number(String(((await once(starter.stdout, 'data')) as unknown[])[0]));
	onTestFinished(() => {
		if (isRunning(pid)) process.kill(pid, 'SIGKILL');
	});
	expect(isRunning(pid)).toBe(true);
	starter.kill('SIGKILL');
	await expect.poll(() => isRunning(pid), { message: 'it to end' }).toBe(false);
	expect(existsSync(dataDir)).toBe(false);
});
