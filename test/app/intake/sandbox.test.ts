import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import process from 'node:process';
import { buffer, text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Inspector } from '../../../app/intake/inspector.ts';
import { Sandbox, type Job, type Limits } from '../../../app/intake/sandbox.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'nhip-cau-sandbox-'));
const paper = path.join(folder, 'paper');
const sandbox = new Sandbox();
beforeAll(() => {
	expect(sandbox.isolates, 'bubblewrap is here (npm test installs it), and the host lets it make a sandbox').toBe(true);
	writeFileSync(paper, 'a paper');
	writeFileSync(path.join(folder, 'another'), 'of somebody else');
});
afterAll(() => {
	sandbox.close();
	rmSync(folder, { recursive: true });
});

const limits: Limits = { memory: 500, room: 2, file: 1_000_000, processor: 5, time: 20_000 };

const run = (script: string, more: Partial<Limits> = {}) =>
	sandbox.start({
		command: ['/bin/bash', '-c', script],
		reads: { [paper]: '/in/paper' },
		limits: { ...limits, ...more },
	});

test('inside are the paper and the programs of the system, and neither a network nor what is of the host', async () => {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	const { output, ended } = run(`
		cat /in/paper; echo
		cat ${folder}/another 2>&1 | grep -c 'No such file'
		(echo > /dev/tcp/127.0.0.1/${port}) 2>/dev/null && echo reached
		[ $(ls -d /proc/[0-9]* | wc -l) -lt 8 ] && echo alone
		ls /home /root /var/lib /etc/passwd 2>/dev/null
		for place in / /in /dev /dev/shm; do (echo x > $place/other) 2>/dev/null && echo written; done
		echo "$SECRET"
		head -c 900000 /dev/zero > /tmp/a && cp /tmp/a /tmp/b 2>/dev/null && cp /tmp/a /tmp/c 2>/dev/null || echo no room
	`);
	expect(await text(output)).toBe('a paper\n1\nalone\n\nno room\n');
	expect(await ended).toBe(0);
	server.close();
});

test('what takes too much is ended with all that it started', async () => {
	const slow = run('(sleep 1000 & sleep 1000) & echo begun; wait', { time: 2_000 });
	// It ends only when nobody holds it any more: no process is left.
	expect(await text(slow.output)).toBe('begun\n');
	expect(await slow.ended).toBe('SIGKILL');
	const closed = new Sandbox(true);
	const waiting = closed.start({ command: ['/bin/sleep', '1000'], reads: {}, limits });
	closed.close();
	expect(await waiting.ended).toBe('SIGKILL');
	expect(await run('x=$(head -c 40000000 /dev/zero | tr "\\0" x); echo $?', { memory: 30 }).ended).not.toBe(0);
	expect(await run('head -c 2000 /dev/zero > /tmp/a', { file: 1_000 }).ended).not.toBe(0);
	expect(await run('exec /usr/bin/no-such-program').ended).toBeInstanceOf(Error);
});

test('where the host forbids it programs that guard themselves are run, and no others', async () => {
	const bare = new Sandbox(false);
	expect(() => bare.start({ command: ['/bin/true'], reads: {}, limits })).toThrow('without a sandbox');
	const inspector = new Inspector({ sandbox: bare, log: pino({ level: 'silent' }) });
	const file = path.resolve('db/demo/thanh-hoa/papers/quyet-dinh-5447-ubnd-thanh-hoa.pdf');
	expect((await inspector.inspect(file)).pages.length).toBeGreaterThan(0);
});

const shell = (script: string): Job => ({ command: ['/bin/sh', '-c', script], reads: {}, limits, guarded: true });

const starterOf = async (sandbox: Sandbox) => Number(await text(sandbox.start(shell('echo $PPID')).output));

test('what looks into papers stands back behind meetings: as a session, as Linux weighs them first, and each program of it', async () => {
	const weight = (of: string) => `cat /proc/${of}/autogroup | cut -d' ' -f3; cut -d' ' -f6,19 /proc/self/stat`;
	const { output, ended } = run(weight('self'));
	expect(await ended).toBe(0);
	const [group, ofProgram = ''] = (await text(output)).trim().split('\n');
	const [session, nice] = ofProgram.split(' ');
	expect(nice).toBe('5');
	if (existsSync('/proc/self/autogroup')) expect(group).toBe('5');
	// Its leader is outside: there is no terminal of somebody's to type into.
	expect(session).toBe('0');
});

test('programs are started by another process, so that nobody waits while the memory of this one is looked through', async () => {
	const bare = new Sandbox(false);
	expect(await starterOf(bare)).toBeGreaterThan(1);
	expect(await starterOf(bare)).not.toBe(process.pid);
	bare.close();
});

test('when that one ends or hangs, what it has to do has ended, and the next one starts others', async () => {
	const bare = new Sandbox(false, 50);
	const first = await starterOf(bare);
	const lasting = bare.start(shell('exec sleep 5'));
	process.kill(first, 'SIGKILL');
	expect(await lasting.ended).toBeInstanceOf(Error);
	const second = await starterOf(bare);
	process.kill(second, 'SIGSTOP');
	const { ended } = bare.start({ ...shell('exec sleep 5'), limits: { ...limits, time: 50 } });
	expect(await ended).toBeInstanceOf(Error);
	expect([first, second]).not.toContain(await starterOf(bare));
	bare.close();
});

test('all that a program says comes, however much it is', async () => {
	const { output, ended } = run('head -c 3000000 /dev/zero');
	expect((await buffer(output)).length).toBe(3_000_000);
	expect(await ended).toBe(0);
});

test('what says more than it may is ended, and no more of it is kept', async () => {
	const { output, ended } = run('echo begun; yes', { output: 200_000 });
	const said = await text(output);
	expect(said).toMatch(/^begun/);
	expect(said.length).toBeLessThanOrEqual(200_000);
	expect(await ended).toBe('SIGKILL');
});

test('a process that has nothing else to do waits until all that a job says is here', async () => {
	const from = path.resolve('app/intake/sandbox.ts');
	const script = `
		import { text } from 'node:stream/consumers';
		import { Sandbox } from ${JSON.stringify(from)};
		const sandbox = new Sandbox(false);
		const limits = ${JSON.stringify(limits)};
		const { output, ended } = sandbox.start({ command: ['/bin/sh', '-c', 'echo begun; exec head -c 300000 /dev/zero'], reads: {}, limits, guarded: true });
		const said = text(output);
		await ended;
		console.log((await said).length);
	`;
	const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
	expect(stdout.trim()).toBe('300006');
});
