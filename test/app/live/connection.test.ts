import { Connection } from '#lib/live/connection.ts';
import { SocketPeer } from '#test/support/socket-peer.ts';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

let peer: SocketPeer;
let connection: Connection;

beforeEach(async () => {
	peer = await SocketPeer.open();
});

afterEach(async () => {
	connection.close();
	await peer.close();
});

function dial(answerWithin?: number, connectWithin?: number): void {
	const againAfter = 10;
	const introduce = () => ({ meetingId: 'm', deviceId: 'a-device-of-this-test', lastSeq: 0 });
	const limits = { againAfter, ...(answerWithin && { answerWithin }), ...(connectWithin && { connectWithin }) };
	connection = new Connection(introduce, limits);
}

/** The link stands, as far as the device can tell. */
async function connected(nth = 1) {
	const arrival = await peer.arrival(nth);
	const here = new Promise<void>((resolve) => connection.on('goodbye', () => resolve()));
	arrival.socket.emit('goodbye', { code: 'unavailable' });
	await here;
	return arrival;
}

test('a request about media that gets no answer is answered with a code, and the link stays', async () => {
	dial(100);
	const { socket } = await connected();
	const answer = await connection.request('media/watch', { consumerId: 'c', layer: 2 });
	expect(answer).toEqual({ ok: false, code: 'media-node-timeout' });
	expect(socket.connected).toBe(true);
	expect(peer.arrivals).toHaveLength(1);
});

test('a command that gets no answer cuts the link, and is asked again under the same id', async () => {
	dial(100);
	const first = await connected();
	const answered = connection.request('request-floor', {});
	const { envelope } = await peer.asks(first, 'request-floor');
	const second = await connected(2);
	expect(first.socket.connected).toBe(false);
	connection.sendAgain();
	const again = await peer.asks(second, 'request-floor');
	expect(again.envelope.id).toBe(envelope.id);
	again.answer({ ok: true, output: { seq: 1 } });
	expect(await answered).toEqual({ ok: true, output: { seq: 1 } });
});

test('after a cut what may be repeated is asked again, of whichever server, and the rest is void', async () => {
	dial();
	const first = await connected();
	first.socket.conn.close();
	const muted = connection.request('media/pause-producer', { producerId: 'p' });
	const opened = connection.request('media/open', {});
	const second = await connected(2);
	connection.sendAgain();
	expect(await opened).toEqual({ ok: false, code: 'unavailable' });
	(await peer.asks(second, 'media/pause-producer')).answer({ ok: true, output: null });
	expect(await muted).toEqual({ ok: true, output: null });
});

test('what concerns the site wall never cuts the link, and is void after a cut', async () => {
	dial(100);
	const first = await connected();
	expect(await connection.request('wall/close', {})).toEqual({ ok: false, code: 'unavailable' });
	expect(peer.arrivals).toHaveLength(1);
	first.socket.conn.close();
	const opened = connection.request('wall/open', { since: 0 });
	const second = await connected(2);
	connection.sendAgain();
	expect(await opened).toEqual({ ok: false, code: 'unavailable' });
	expect(second.asked).toEqual([]);
});

test('what is handed over is acknowledged once everybody here has heard it', async () => {
	dial();
	const { socket } = await connected();
	const heard: unknown[] = [];
	connection.on('wall/stills', (stills) => heard.push(stills));
	await socket.timeout(5_000).emitWithAck('wall/stills', { stills: [], jpegs: new Uint8Array() });
	expect(heard).toHaveLength(1);
});

test('what is asked when the link has been closed is answered at once: nobody holds on to anything for it', async () => {
	dial(100);
	await connected();
	connection.close();
	expect(await connection.request('media/leave', {})).toEqual({ ok: false, code: 'unavailable' });
});

test.each(['refused', 'swallowed'] as const)(
	'where WebSockets are %s, the link stands over plain requests',
	async (ws) => {
		await peer.close();
		peer = await SocketPeer.open(ws);
		dial(undefined, 300);
		const { socket } = await connected();
		expect(socket.conn.transport.name).toBe('polling');
		const muted = connection.request('media/pause-producer', { producerId: 'p' });
		(await peer.asks(await peer.arrival(1), 'media/pause-producer')).answer({ ok: true, output: null });
		expect(await muted).toEqual({ ok: true, output: null });
	},
);

test('what comes while a listener takes its time is heard after it, in order', async () => {
	dial();
	const { socket } = await connected();
	const heard: string[] = [];
	let finish = () => {};
	const begun = new Promise<void>((begin) =>
		connection.on('welcome', async () => {
			begin();
			await new Promise<void>((resolve) => (finish = resolve));
			heard.push('welcome');
		}),
	);
	const told = new Promise<void>((resolve) =>
		connection.on('records', (records) => {
			heard.push(`records ${records.length}`);
			if (records.length === 2) resolve();
		}),
	);
	socket.emit('welcome', {});
	socket.emit('records', [1]);
	socket.emit('records', [1, 2]);
	await begun;
	finish();
	await told;
	expect(heard).toEqual(['welcome', 'records 1', 'records 2']);
});

test('a server that turns a device away for the moment is asked again', async () => {
	peer.busyFor = 2;
	dial();
	const { socket } = await connected();
	expect(socket.connected).toBe(true);
	expect(peer.busyFor).toBe(-1);
});

test.each([
	['throws', () => unreadable()],
	['rejects', () => Promise.reject(new Error('unreadable'))],
])('a listener that %s is heard of, and what comes next is heard', async (_how, listener) => {
	const reported: unknown[] = [];
	vi.stubGlobal('reportError', (error: unknown) => reported.push(error));
	dial();
	const { socket } = await connected();
	connection.on('welcome', listener);
	const records = new Promise((resolve) => connection.on('records', resolve));
	await socket.timeout(5_000).emitWithAck('welcome', {});
	socket.emit('records', []);
	expect(await records).toEqual([]);
	expect(reported).toEqual([new Error('unreadable')]);
});

function unreadable(): never {
	throw new Error('unreadable');
}

test('a goodbye that comes while the welcome is still at work is heard although the link is cut after it', async () => {
	dial();
	const { socket } = await connected();
	let finish = () => {};
	const begun = new Promise<void>((begin) =>
		connection.on('welcome', () => {
			begin();
			return new Promise<void>((resolve) => (finish = resolve));
		}),
	);
	const goodbye = new Promise<unknown>((resolve) => connection.on('goodbye', resolve));
	const ignore = () => {};
	const down = new Promise<void>((resolve) =>
		connection.watch({ up: ignore, down: resolve, silent: ignore, refused: ignore }),
	);
	socket.emit('welcome', {});
	await begun;
	socket.emit('goodbye', { code: 'device-taken-over' });
	socket.disconnect(true);
	await down;
	finish();
	expect(await goodbye).toEqual({ code: 'device-taken-over' });
});
