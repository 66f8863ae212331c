import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { pino } from 'pino';
import { io, type Socket as NodeSocket } from 'socket.io-client';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NodeNotice, NodeRequestHandlers } from '#sfu/link/contract.ts';
import { contractVersion } from '#sfu/link/contract-version.ts';
import { dialLink, type DialLinkOptions, type NodeLink } from '#sfu/link/dial-link.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { serveLink, type Parting, type ServeLinkOptions } from '#sfu/link/serve-link.ts';
import { linkPath } from '#sfu/link/wire.ts';
import { Notices } from '#test/sfu/notices.ts';
import { tokenOf, whoseInTests } from '#test/sfu/tokens.ts';

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
	'line-told': async () => null,
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
async function serve(options: Partial<ServeLinkOptions> = {}) {
	const notices = new Notices();
	const link = await serveLink({ whose: whoseInTests, handlers: () => notices.handlers, log, ...options });
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
		token: tokenOf('node-1'),
		handlers,
		ready: () => ready,
		onHeard: () => {},
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

	it('is heard each second, and dialled anew where nothing is heard any more', async () => {
		const { link, notices, url } = await serve();
		const heard = vi.fn();
		const { node } = dial(url, { onHeard: heard });
		await notices.until('the node to be ready', 'node-ready');
		await expect.poll(() => heard.mock.calls.length, { timeout: 5_000 }).toBeGreaterThan(1);
		notices.clear();
		node.redial();
		await notices.until('the node to be ready again', 'node-ready');
		expect(await link.request('node-1', 'open', { conferenceId: 'm' })).toBeDefined();
	});

	it('refuses a wrong token and tells the node why', async () => {
		const { link, url } = await serve();
		const { lost } = dial(url, { token: 'node-1.another-secret-entirely' });
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
		const gone = Promise.withResolvers<[string, Parting]>();
		const { link, notices, url } = await serve({ onNodeGone: (...away) => gone.resolve(away) });
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
		expect(await gone.promise).toEqual(['node-1', 'ended']);
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
		const gone: [string, Parting][] = [];
		const { link, notices, url, cut } = await serve({ onNodeGone: (...away) => gone.push(away) });
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		notices.clear();
		cut();
		await notices.until('the node to be back', 'node-ready');
		expect(gone).toEqual([['node-1', 'closed']]);
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
		expect(await lost).toMatchObject({
			code: 'link-node-id-taken',
			words: expect.stringContaining('a token of its own'),
		});
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

	it.each<[string, (flood: NodeSocket) => void]>([
		['is too large at once', (flood) => flood.emit('notice', 'lost', { conferenceId: 'x'.repeat(2_000_000) })],
		['is no packet', (flood) => void flood.io.engine.write('nothing of the wire')],
		[
			'is no notice',
			(flood) => {
				for (let each = 0; each < 21; each++) flood.emit('notice', { toString: 'none' }, each);
			},
		],
	])('cuts off a node of which what comes %s, in one line; the others stay', async (_, flooding) => {
		const lines: unknown[][] = [];
		const noting = (...line: unknown[]) => void lines.push(line);
		const gone = Promise.withResolvers<[string, Parting]>();
		const { link, notices, url } = await serve({
			onNodeGone: (...away) => gone.resolve(away),
			log: { info: () => {}, warn: noting, error: noting },
		});
		dial(url);
		await notices.until('the node to be ready', 'node-ready');
		notices.clear();
		const flood = rawNode(url, { token: tokenOf('node-2') });
		await notices.until('the other one to be ready', 'node-ready');
		flooding(flood);
		expect(await gone.promise, 'as ended: its devices are called elsewhere').toEqual(['node-2', 'ended']);
		await link.request('node-1', 'get-stats', {});
		// It does not come back by itself, and is told why.
		expect(await dial(url, { token: tokenOf('node-2') }).lost).toMatchObject({ code: 'link-cut-off' });
		expect(lines.filter(([, text]) => text === 'media node cut off')).toHaveLength(1);
		expect(lines.length, 'one when it was cut off, one when it came back, and what it said first').toBeLessThan(4);
	});

	it('sends a node away whose token holds no more, as ended; it is told why when it dials again', async () => {
		let revoked = false;
		const gone = Promise.withResolvers<[string, Parting]>();
		const { link, notices, url } = await serve({
			whose: (token) => {
				const holder = whoseInTests(token);
				return holder && { ...holder, revoked };
			},
			onNodeGone: (...away) => gone.resolve(away),
		});
		const { lost } = dial(url);
		await notices.until('the node to be ready', 'node-ready');
		revoked = true;
		link.sendAway('node-1');
		expect(await gone.promise).toEqual(['node-1', 'ended']);
		expect(await lost).toMatchObject({ code: 'link-token-revoked', words: expect.stringContaining('node-1') });
	});

	it('says of a flood of strangers no more than twenty lines', async () => {
		const lines: unknown[] = [];
		const { url } = await serve({
			log: { info: () => {}, error: () => {}, warn: (line: unknown) => void lines.push(line) },
		});
		const strangers = Array.from({ length: 30 }, () => rawNode(url, { token: 'node-1.not-the-secret-of-it' }));
		await Promise.all(strangers.map((each) => new Promise((resolve) => each.once('connect_error', resolve))));
		expect(lines).toHaveLength(20);
	});
});

/** A node that keeps to the wire but not to the contract: it says that it is ready, and answers nothing. */
function rawNode(url: string, said: object = {}): NodeSocket {
	const socket = io(url, {
		path: linkPath,
		transports: ['websocket'],
		auth: { token: tokenOf('node-1'), incarnation: 'one', contract: contractVersion, ...said },
		forceNew: true,
		reconnection: false,
	});
	socket.on('connect', () => socket.emit('notice', 'node-ready', ready));
	closing.push(() => socket.close());
	return socket;
}
