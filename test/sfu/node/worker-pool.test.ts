import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { WorkerPool } from '#sfu/node/worker-pool.ts';
import * as mediasoup from 'mediasoup';

/** A worker that hangs before it says that it runs, for as long as a file is there; then the real one. */
function hangingWorker() {
	const folder = mkdtempSync(path.join(tmpdir(), 'hanging-worker-'));
	onTestFinished(() => rmSync(folder, { recursive: true }));
	const [workerBin, hangs, hung] = ['worker', 'hangs', 'hung'].map((name) => path.join(folder, name)) as [
		string,
		string,
		string,
	];
	const real = process.env['MEDIASOUP_WORKER_BIN'] ?? mediasoup.workerBin;
	const script = `#!/bin/sh\nif [ -e "${hangs}" ]; then echo $$ >> "${hung}"; exec sleep 1000; fi\nexec "${real}" "$@"\n`;
	writeFileSync(workerBin, script);
	chmodSync(workerBin, 0o755);
	const settings = {
		workerBin,
		listenIps: ['127.0.0.1'],
		announcedAddress: undefined,
		port: 0,
		linePorts: undefined,
		workers: 1,
	};
	return {
		settings,
		hang: (does: boolean) => (does ? writeFileSync(hangs, '') : rmSync(hangs)),
		/** process ids of those that hung, each as long as it is there */
		alive: () =>
			(existsSync(hung) ? readFileSync(hung, 'utf8').trim().split('\n').map(Number) : []).filter((pid) =>
				existsSync(`/proc/${pid}`),
			),
		count: () => (existsSync(hung) ? readFileSync(hung, 'utf8').trim().split('\n').length : 0),
	};
}

/** What is logged as an error. */
function listeningLog() {
	const lines: string[] = [];
	return { lines, log: pino({ level: 'error' }, { write: (line: string) => void lines.push(line) }) };
}

test('a worker that hangs while it starts is killed, and the start fails in words', async () => {
	const { settings, hang, alive, count } = hangingWorker();
	hang(true);
	await expect(WorkerPool.start(settings, listeningLog().log, 300)).rejects.toThrow('did not start within 0.3 s');
	expect(count()).toBe(1);
	await expect.poll(alive, { message: 'its process to be gone' }).toEqual([]);
});

test('one that hangs while it takes the place of another is given up and tried anew until one starts', async () => {
	const { settings, hang, alive, count } = hangingWorker();
	const { lines, log } = listeningLog();
	const pool = await WorkerPool.start(settings, log, 300);
	onTestFinished(() => pool.close());
	hang(true);
	const [first] = pool.workers;
	first?.kill();
	await expect.poll(count, { message: 'the second try' }).toBeGreaterThanOrEqual(2);
	expect(lines.join('')).toContain('did not start within 0.3 s');
	hang(false);
	await expect.poll(() => pool.workers.length, { message: 'a worker that starts', timeout: 10_000 }).toBe(1);
	expect(pool.workers[0]?.pid).not.toBe(first?.pid);
	await expect.poll(alive, { message: 'those that hung to be gone' }).toEqual([]);
});
