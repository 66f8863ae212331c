import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import { localNodeId, startLocalNode, type LocalNode } from '#sfu/link/local-node.ts';
import { serveLink, type Link } from '#sfu/link/serve-link.ts';
import { Notices } from '#test/sfu/notices.ts';
import { tokenOf, whoseInTests } from '#test/sfu/tokens.ts';

const linkToken = tokenOf(localNodeId);
const log = pino({ level: 'silent' });
const environment = { ...process.env, MEDIA_WORKERS: '1', LOG_LEVEL: 'silent' };

let node: LocalNode | undefined;
let link: Link | undefined;
afterEach(async () => {
	await node?.close();
	await link?.close();
	node = link = undefined;
});

const isRunning = (pid: number) => existsSync(`/proc/${pid}`);
const untilGone = (pid: number, what: string) =>
	expect.poll(() => isRunning(pid), { message: `${what} to end`, timeout: 15_000 }).toBe(false);

async function start(): Promise<{ link: Link; node: LocalNode; notices: Notices; workerPid: number }> {
	const notices = new Notices();
	const opened = await serveLink({ whose: whoseInTests, handlers: () => notices.handlers, log });
	const onHopeless = () => {
		throw new Error('the settings of this test are right');
	};
	const started = startLocalNode({ linkUrl: opened.url, linkToken, environment, log, onHopeless });
	[link, node] = [opened, started];
	await notices.until('the node to be ready', 'node-ready');
	const workerPid = (await opened.request(localNodeId, 'get-stats', {})).workers[0]?.pid;
	if (workerPid === undefined) throw new Error('the node has no worker');
	return { link: opened, node: started, notices, workerPid };
}

describe('the local media node', () => {
	it('ends with its workers when closed', async () => {
		const { node, workerPid } = await start();
		const { pid } = node;
		if (pid === undefined) throw new Error('not started');
		await node.close();
		expect(isRunning(pid)).toBe(false);
		await untilGone(workerPid, 'its worker');
	});

	it('is started again when it is killed, and its workers do not outlive it', async () => {
		const { link, node, notices, workerPid } = await start();
		const former = node.pid;
		if (former === undefined) throw new Error('not started');
		notices.clear();
		process.kill(former, 'SIGKILL');
		await notices.until('the next node to be ready', 'node-ready');
		expect(node.pid).not.toBe(former);
		await untilGone(workerPid, 'the worker of the killed node');
		expect(await link.request(localNodeId, 'open', { conferenceId: 'm' })).toHaveProperty('rtpCapabilities');
	});

	it('ends, with its workers, when the process that started it is killed', async () => {
		const parent = spawn(process.execPath, [fileURLToPath(new URL('./parent.ts', import.meta.url))], {
			stdio: ['ignore', 'pipe', 'inherit'],
			env: environment,
		});
		const [line] = (await once(parent.stdout, 'data')) as [Buffer];
		const pids = JSON.parse(line.toString()) as { node: number; worker: number };
		expect(isRunning(pids.node) && isRunning(pids.worker)).toBe(true);
		parent.kill('SIGKILL');
		await untilGone(pids.node, 'the media node');
		await untilGone(pids.worker, 'its worker');
	});

	it('is not started again when its settings have mistakes: that is told, once', async () => {
		const hopeless = Promise.withResolvers<void>();
		node = startLocalNode({
			linkUrl: 'http://127.0.0.1:1',
			linkToken,
			environment: { ...environment, MEDIA_WORKERS: 'many' },
			log,
			onHopeless: hopeless.resolve,
		});
		const { pid } = node;
		await hopeless.promise;
		expect(node.pid).toBe(pid);
		expect(isRunning(pid ?? 0)).toBe(false);
		await node.close();
	});

	it('says every mistake in its settings and ends', async () => {
		const child = spawn(process.execPath, ['sfu/main.ts'], {
			stdio: ['ignore', 'ignore', 'pipe'],
			env: { NODE_LINK_URL: 'nowhere', MEDIA_WORKERS: 'many' },
		});
		let said = '';
		child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
		const [code] = (await once(child, 'close')) as [number];
		expect(code).toBe(78);
		expect(said.trim().split('\n')).toEqual([
			'NODE_LINK_URL: must be an https:// address, or an http:// one of this machine',
			'NODE_LINK_TOKEN: is missing',
			'MEDIA_WORKERS: must be a whole number',
		]);
	});

	it('ends with the reason in its log when the control process does not let it in', async () => {
		link = await serveLink({ whose: whoseInTests, handlers: () => new Notices().handlers, log });
		const child = spawn(process.execPath, ['sfu/main.ts'], {
			stdio: ['ignore', 'ignore', 'pipe'],
			env: {
				...environment,
				NODE_LINK_URL: link.url,
				NODE_LINK_TOKEN: 'huyen-12.the-secret-of-another',
				LOG_LEVEL: 'error',
			},
		});
		let said = '';
		child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
		const [code] = (await once(child, 'close')) as [number];
		expect(code).toBe(77);
		// A machine that is short of time may have something to say before.
		expect(JSON.parse(said.trim().split('\n').at(-1) ?? ''), said).toMatchObject({
			code: 'link-token-refused',
			msg: expect.stringContaining('NODE_LINK_TOKEN must be as it was shown'),
		});
	});
});
