import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { io, type Socket as NodeSocket } from 'socket.io-client';
import { afterEach, describe, expect, it } from 'vitest';
import type { NodeNotice, NodeRequestHandlers } from '#sfu/link/contract.ts';
import { contractVersion } from '#sfu/link/contract-version.ts';
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

/** `url`: of another server, which hands its connections on; `cut`: they all end, and it is there to be dialled again. */
async function serve(onNodeGone?: (nodeId: string, ended: boolean) => void) {
	const notices = new Notices();
	const link = await serveLink({ token, handlers: () => notices.handlers, log, ...(onNodeGone && { onNodeGone }) });
	closing.push(() => link.close());
	const connections = new Set<Socket>();
	const server = createServer(link.entry.handleRequest).on('upgrade', link.entry.handleUpgrade);
	server.on('connection', (connection: Socket) => connections.add(connection));
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	closing.push(() => server.close());
	const cut = () => connections.forEach((connection) => connection.destroy());
	return { link, notices, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

type Lost = Parameters<DialLinkOptions['onLost']>[0];

function dial(url: string, options: Partial<DialLinkOptions> = {}): { node: NodeLink; lost: Promise<Lost> } {
	const lost = Promise.withResolvers<Lost>();
	const node = dialLink({
		url,
		token,
		nodeId: 'node-1',
		handlers,
		ready: () => ready,
		onLost: lost.resolve,
		graceMs: 10_000,
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
		expect(await lost).toMatchObject({ code: 'link-token-refused', words: expect.stringContaining('NODE_LINK_TOKEN') });
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
		const gone = Promise.withResolvers<[string, boolean]>();
		const { link, notices, url } = await serve((...away) => gone.resolve(away));
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
		// It ended by itself: it does not come back as what it was.
		expect(await gone.promise).toEqual(['node-1', true]);
		await expect(link.request('node-1', 'get-stats', {})).rejects.toMatchObject({ code: 'media-node-absent' });
	});

	it('tells a node that cannot reach its control process within its patience', async () => {
		const { link, notices, url } = await serve();
		const { lost } = dial(url, { graceMs: 1_000 });
		await notices.until('the node to be ready', 'node-ready');
		await link.close();
		expect(await lost).toEqual({ code: 'link-down' });
	});

	it('comes back after a cut, announces itself again, and the newer connection of a node counts', async () => {
		const gone: [string, boolean][] = [];
		const { link, notices, url, cut } = await serve((...away) => gone.push(away));
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		notices.clear();
		cut();
		await notices.until('the node to be back', 'node-ready');
		expect(gone).toEqual([['node-1', false]]);
		await link.request('node-1', 'get-stats', {});
	});

	it('takes the newer connection of a node whose former one is only half gone, and one that starts anew after it was cut off', async () => {
		const { link, notices, url } = await serve();
		// Silent at its end of the former connection, as after a cut that nobody was told of.
		rawNode(url);
		await notices.until('the node to be ready', 'node-ready');
		notices.clear();
		const back = rawNode(url);
		await notices.until('it to be back', 'node-ready');
		const asked = new Promise((resolve) => back.once('request', resolve));
		link.request('node-1', 'get-stats', {}).catch(() => {});
		expect(await asked).toBe('get-stats');
		notices.clear();
		const anew = rawNode(url, { incarnation: 'another' });
		await notices.until('the new one to be ready', 'node-ready');
		const again = new Promise((resolve) => anew.once('request', resolve));
		link.request('node-1', 'get-stats', {}).catch(() => {});
		expect(await again).toBe('get-stats');
	});

	it('refuses a second node of the same name while the first one answers, and tells it why', async () => {
		const { link, notices, url } = await serve();
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		const { lost } = dial(url, { handlers: { ...handlers, 'get-stats': unasked } });
		expect(await lost).toMatchObject({ code: 'link-node-id-taken', words: expect.stringContaining('NODE_ID') });
		await link.request('node-1', 'get-stats', {});
	});

	it.each([
		['another', '1.0badc0de', '1.0badc0de'],
		['no', undefined, '0'],
	])('refuses a node that speaks %s version of the contract, and says both', async (_, contract, said) => {
		const { notices, url } = await serve();
		const node = rawNode(url, { contract });
		const error = await new Promise<Error & { data?: unknown }>((resolve) => node.once('connect_error', resolve));
		expect(error).toMatchObject({ message: 'link-contract-refused', data: { code: 'link-contract-refused' } });
		expect(error.data).toHaveProperty('words', expect.stringContaining(`version ${said} of the link`));
		expect(error.data).toHaveProperty('words', expect.stringContaining(contractVersion));
		expect(notices.of('node-ready')).toEqual([]);
	});

	it('serves nobody whose messages are too large: the connection ends, the others stay', async () => {
		const { link, notices, url } = await serve();
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		const flood = rawNode(url, { nodeId: 'node-2' });
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

/** A node that keeps to the wire but not to the contract: it says that it is ready, and answers nothing. */
function rawNode(url: string, said: object = {}): NodeSocket {
	const socket = io(url, {
		path: linkPath,
		transports: ['websocket'],
		auth: { token, nodeId: 'node-1', incarnation: 'one', contract: contractVersion, ...said },
		forceNew: true,
		reconnection: false,
	});
	socket.on('connect', () => socket.emit('notice', 'node-ready', ready));
	closing.push(() => socket.close());
	return socket;
}
