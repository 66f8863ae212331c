import { execFileSync, spawn } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { obtainWorker } from '../../../sfu/worker/obtain-worker.mjs';
import { root } from '../../../setup/paths.mjs';

/** Refuses to run alone, as the real one does. */
const worker = '#!/bin/sh\nexit 41\n';

let cache: string;
let server: Server | undefined;

beforeEach(() => {
	cache = mkdtempSync(join(tmpdir(), 'obtain-worker-'));
});

afterEach(() => {
	server?.closeAllConnections();
	server?.close();
	server = undefined;
	rmSync(cache, { recursive: true, force: true });
});

/** Stands in for the place of the official binaries. */
async function serve(listener: RequestListener): Promise<string> {
	const started = createServer(listener);
	server = started;
	await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
	return `http://127.0.0.1:${(started.address() as AddressInfo).port}`;
}

/** A .tgz with `text` as mediasoup-worker. */
function archive(text: string): Buffer {
	const folder = mkdtempSync(join(cache, 'archive-'));
	writeFileSync(join(folder, 'mediasoup-worker'), text);
	execFileSync('tar', ['-czf', join(folder, 'worker.tgz'), '-C', folder, 'mediasoup-worker']);
	return readFileSync(join(folder, 'worker.tgz'));
}

interface Obtaining {
	readonly env?: NodeJS.ProcessEnv;
	readonly built?: string | null;
	readonly answerWithin?: number;
}

/** Obtains it with the real download; instead of four minutes of compiling, the build writes `built` at once. */
async function obtain(base: string, { env = {}, built = worker, answerWithin = 5_000 }: Obtaining = {}) {
	const ran: string[] = [];
	const { MEDIASOUP_WORKER_BIN: _given, ...outer } = process.env;
	const result = await obtainWorker({
		mediasoup: join(root, 'node_modules', 'mediasoup'),
		cache: join(cache, 'workers'),
		node: process.execPath,
		answerWithin,
		env: { ...outer, MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL: base, ...env },
		run: (program, args, log, environment) => {
			ran.push(log);
			if (log === 'worker-build') {
				const output = args[1];
				if (built === null || output === undefined) return Promise.resolve(1);
				writeFileSync(output, built);
				chmodSync(output, 0o755);
				return Promise.resolve(0);
			}
			return new Promise((resolve) => {
				spawn(program, args, { env: environment, stdio: 'ignore' }).on('close', (code) => resolve(code ?? 1));
			});
		},
	});
	return { result, ran };
}

it('takes what the environment names, and asks nobody', async () => {
	const { result, ran } = await obtain('http://127.0.0.1:9', { env: { MEDIASOUP_WORKER_BIN: '/opt/worker' } });
	expect(result).toEqual({ path: '/opt/worker', origin: 'given' });
	expect(ran).toEqual([]);
});

it('downloads the official binary once, under the name that mediasoup gives it', async () => {
	const asked: string[] = [];
	const body = archive(worker);
	const base = await serve((request, response) => {
		asked.push(request.url ?? '');
		response.end(body);
	});
	const first = await obtain(base);
	expect(first.result?.origin).toBe('official prebuilt');
	expect(asked).toEqual([expect.stringMatching(/^\/\d+\.\d+\.\d+\/mediasoup-worker-.*\.tgz$/)]);

	const second = await obtain(base);
	expect(second.result).toEqual({ path: first.result?.path, origin: 'cached' });
	expect(asked).toHaveLength(1);
});

it('builds where there is no binary, and finds the build again by what decides it', async () => {
	const base = await serve((_request, response) => response.writeHead(404).end());
	const first = await obtain(base);
	expect(first.result?.origin).toBe('built here');
	expect(first.result?.path).toMatch(/workers\/[0-9a-f]{64}\/mediasoup-worker$/);
	expect(first.ran).toEqual(['worker-prebuilt', 'worker-build']);

	const second = await obtain(base);
	expect(second).toEqual({ result: { path: first.result?.path, origin: 'cached' }, ran: [] });
	// Nothing half-made stays behind.
	expect(readdirSync(join(cache, 'workers'))).toHaveLength(1);
});

it('builds where the binary does not start on this machine or is no archive', async () => {
	for (const body of [archive('#!/bin/sh\nexit 127\n'), Buffer.from('<html>Sign in to the network</html>')]) {
		const base = await serve((_request, response) => response.end(body));
		expect((await obtain(base)).result?.origin).toBe('built here');
		rmSync(join(cache, 'workers'), { recursive: true });
		server?.close();
	}
});

it('gives nothing when the build fails, and does not take a cached file that no longer starts', async () => {
	const base = await serve((_request, response) => response.writeHead(404).end());
	const { result } = await obtain(base);
	writeFileSync(result?.path ?? '', '#!/bin/sh\nexit 127\n');
	expect((await obtain(base, { built: null })).result).toBeUndefined();
});

it('gives up a network that does not answer', async () => {
	mkdirSync(join(cache, 'workers'));
	const base = await serve(() => undefined);
	const { result } = await obtain(base, { answerWithin: 300 });
	expect(result?.origin).toBe('built here');
	expect(existsSync(result?.path ?? '')).toBe(true);
});
