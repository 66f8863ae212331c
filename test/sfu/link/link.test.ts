import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { io, type Socket as NodeSocket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { NodeNotice, NodeRequestHandlers } from '#sfu/link/contract.ts';
import { dialLink, type DialLinkOptions, type NodeLink } from '#sfu/link/dial-link.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { serveLink } from '#sfu/link/serve-link.ts';
import { linkPath } from '#sfu/link/wire.ts';
import { Notices } from '#test/sfu/notices.ts';

const token = 'the-secret-of-this-test';
const log = pino({ level: 'silent' });
const closing: (() => unknown)[] = [];
afterEach(async () => {
	for (const close of closing.splice(0).toReversed()) await close();
});

const ready: NodeNotice<'node-ready'> = { workers: 2, conferences: [] };
const unasked = () => Promise.reject(new Error('not asked in this test'));
const handlers: NodeRequestHandlers = {
	open: async () => ({ rtpCapabilities: { codecs: [] } }),
	close: async () => null,
	declare: async () => null,
	report: async () => null,
	'get-stats': async () => ({ process: { cpuMs: 0, rssKib: 0, eventLoopP99Ms: 0 }, workers: [], conferences: [] }),
	join: unasked,
	'connect-transport': unasked,
	'restart-ice': unasked,
	produce: unasked,
	'pause-producer': unasked,
	'resume-producer': unasked,
	'close-producer': unasked,
	trace: unasked,
	watch: unasked,
	renew: unasked,
	resync: unasked,
	leave: async () => null,
};

/** `cut`: all connections end, and the link is there to be dialled again. */
async function serve(onNodeGone?: (nodeId: string) => void) {
	const notices = new Notices();
	const server = createServer();
	const connections = new Set<Socket>();
	server.on('connection', (connection: Socket) => connections.add(connection));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closing.push(() => server.close());
	const handlers = () => notices.handlers;
	const link = await serveLink({ token, handlers, server, log, ...(onNodeGone && { onNodeGone }) });
	closing.push(() => link.close());
	const cut = () => connections.forEach((connection) => connection.destroy());
	return { link, notices, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

function dial(url: string, options: Partial<DialLinkOptions> = {}): { node: NodeLink; lost: Promise<string> } {
	const lost = Promise.withResolvers<string>();
	const node = dialLink({
		url,
		token,
		nodeId: 'node-1',
		handlers,
		ready: () => ready,
		onLost: lost.resolve,
		log,
		...options,
	});
	closing.push(() => node.close());
	return { node, lost: lost.promise };
}

describe('the link', () => {
	it('carries requests with their answers, and notices', async () => {
		const { link, notices, url } = await serve();
		const { node } = dial(url);
		await notices.until('the node to be ready', 'node-ready');
		expect(await link.request('node-1', 'open', { conferenceId: 'm' })).toEqual({ rtpCapabilities: { codecs: [] } });
		node.notify('lost', { conferenceId: 'm', endpointIds: ['a'] });
		expect(await notices.until('the notice', 'lost')).toEqual({ conferenceId: 'm', endpointIds: ['a'] });
	});

	it('refuses a wrong token and tells the node why', async () => {
		const { link, url } = await serve();
		const { lost } = dial(url, { token: 'another-secret-entirely' });
		expect(await lost).toBe('token-refused');
		await expect(link.request('node-1', 'get-stats', {})).rejects.toMatchObject({ code: 'media-node-absent' });
	});

	it('validates requests at the node: malformed and unknown ones get a code and reach no handler', async () => {
		const { link, notices, url } = await serve();
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		const malformed = link.request('node-1', 'close', { conferenceId: '' });
		await expect(malformed).rejects.toMatchObject({
			code: 'invalid-input',
			detail: expect.stringContaining('conferenceId'),
		});
		const unknown = link.request('node-1', 'toString' as 'open', { conferenceId: 'm' });
		await expect(unknown).rejects.toMatchObject({ code: 'unknown-request' });
	});

	it('validates notices and answers at the control process, and goes on', async () => {
		const { link, notices, url } = await serve();
		const { node } = dial(url, { handlers: { ...handlers, open: async () => ({}) as never } });
		await notices.until('the node to be ready', 'node-ready');
		node.notify('levels', { conferenceId: 'm', levels: 'loud' } as never);
		node.notify('lost', { conferenceId: 'after', endpointIds: [] });
		await notices.until('the next notice', 'lost');
		expect(notices.of('levels')).toEqual([]);
		await expect(link.request('node-1', 'open', { conferenceId: 'm' })).rejects.toMatchObject({
			code: 'invalid-input',
		});
	});

	it('passes on a refusal of the node with its code, and hides what went wrong inside', async () => {
		const { link, notices, url } = await serve();
		dial(url, {
			handlers: {
				...handlers,
				close: () => Promise.reject(new MediaError('conference-unknown', 'm')),
				'get-stats': () => Promise.reject(new Error('with a path: /etc/…')),
			},
		});
		await notices.until('the node to be ready', 'node-ready');
		await expect(link.request('node-1', 'close', { conferenceId: 'm' })).rejects.toMatchObject({
			code: 'conference-unknown',
		});
		await expect(link.request('node-1', 'get-stats', {})).rejects.toMatchObject({
			code: 'media-failed',
			detail: undefined,
		});
	});

	it('ends what waits for an answer as soon as the node is gone, and reports the node', async () => {
		const gone = Promise.withResolvers<string>();
		const { link, notices, url } = await serve(gone.resolve);
		const asked = Promise.withResolvers<void>();
		const { node } = dial(url, {
			handlers: {
				...handlers,
				close: () => {
					asked.resolve();
					return new Promise(() => {});
				},
			},
		});
		await notices.until('the node to be ready', 'node-ready');
		const waiting = link.request('node-1', 'close', { conferenceId: 'm' });
		const refused = expect(waiting).rejects.toMatchObject({ code: 'media-node-absent' });
		await asked.promise;
		node.close();
		await refused;
		expect(await gone.promise).toBe('node-1');
		await expect(link.request('node-1', 'get-stats', {})).rejects.toMatchObject({ code: 'media-node-absent' });
	});

	it('tells a node that cannot reach its control process within its patience', async () => {
		const { link, notices, url } = await serve();
		const { lost } = dial(url, { graceMs: 1_000 });
		await notices.until('the node to be ready', 'node-ready');
		await link.close();
		expect(await lost).toBe('link-down');
	});

	it('comes back after a cut, announces itself again, and the newer connection of a node counts', async () => {
		const gone: string[] = [];
		const { link, notices, url, cut } = await serve((nodeId) => gone.push(nodeId));
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		notices.clear();
		cut();
		await notices.until('the node to be back', 'node-ready');
		expect(gone).toEqual(['node-1']);
		await link.request('node-1', 'get-stats', {});

		notices.clear();
		const half = rawNode(url);
		half.emit('notice', 'node-ready', ready);
		await notices.until('the newer connection to count', 'node-ready');
		const asked = new Promise((resolve) => half.once('request', resolve));
		link.request('node-1', 'get-stats', {}).catch(() => {});
		expect(await asked).toBe('get-stats');
	});

	it('serves nobody whose messages are too large: the connection ends, the others stay', async () => {
		const { link, notices, url } = await serve();
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		const flood = rawNode(url, 'node-2');
		const ended = new Promise((resolve) => flood.on('disconnect', resolve));
		flood.on('connect', () => flood.emit('notice', 'lost', { conferenceId: 'x'.repeat(2_000_000) }));
		await ended;
		expect(notices.of('lost')).toEqual([]);
		await link.request('node-1', 'get-stats', {});
	});

	it('refuses to open with a token that could be guessed', async () => {
		await expect(serveLink({ token: 'short', handlers: () => new Notices().handlers, log })).rejects.toThrow('16');
	});
});

/** A node that keeps to the wire but not to the contract. */
function rawNode(url: string, nodeId = 'node-1'): NodeSocket {
	const socket = io(url, {
		path: linkPath,
		transports: ['websocket'],
		auth: { token, nodeId },
		forceNew: true,
		reconnection: false,
	});
	closing.push(() => socket.close());
	return socket;
}
