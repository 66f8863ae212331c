import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendRaw } from './raw-request.ts';

let child: ChildProcess;
let port = 0;
let lines: string[] = [];

beforeAll(async () => {
	child = spawn(process.execPath, ['test/app/door/failing-server.ts'], { stdio: ['ignore', 'pipe', 'inherit'] });
	child.stdout?.setEncoding('utf8').on('data', (text: string) => lines.push(...text.trimEnd().split('\n')));
	port = Number((await line(/^port (\d+)/)).slice('port '.length));
});

afterAll(() => child.kill('SIGKILL'));

/** Waits for a line of the server's; a test that waits in vain ends by vitest's own time-out. */
function line(of: RegExp): Promise<string> {
	return new Promise((resolve) => {
		const look = () => {
			const found = lines.find((each) => of.test(each));
			if (found === undefined) return;
			child.stdout?.off('data', look);
			resolve(found);
		};
		child.stdout?.on('data', look);
		look();
	});
}

const get = (path: string, more = 'Connection: close\r\n') =>
	sendRaw(port, `GET ${path} HTTP/1.1\r\nHost: here\r\n${more}\r\n`);

test.each([
	['/at-once', 'at once'],
	['/promise', 'promise'],
	['/callback', 'callback'],
	['/socket.io/x', 'socket request'],
])('%s fails: 500, logged with its stack, and the next is answered', async (path, message) => {
	lines = [];
	expect(await get(path)).toBe(500);
	expect(await line(new RegExp(`^failed ${path.split('/', 2).join('/')} Error: ${message}$`))).not.toBe('');
	expect(await get('/')).toBe(200);
});

test('an upgrade that fails ends its connection alone', async () => {
	lines = [];
	expect(await get('/socket.io/', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')).toBe(500);
	expect(await line(/^failed \/socket\.io Error: upgrade$/)).not.toBe('');
	expect(await get('/')).toBe(200);
});

test('an answer that was begun is broken off, not left to wait', async () => {
	const answer = fetch(`http://127.0.0.1:${port}/begun`).then((response) => response.text());
	await expect(answer).rejects.toThrow();
	expect(await get('/')).toBe(200);
});

test('what no request is to blame for is not survived', async () => {
	lines = [];
	void get('/outside');
	expect(await line(/^not survived outside$/)).not.toBe('');
});

test('foreign names and malformed addresses never reach a handler', async () => {
	lines = [];
	expect(await sendRaw(port, 'GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n')).toBe(421);
	expect(await get('*')).toBe(400);
	expect(await get('/at-once%zz')).toBe(400);
	expect(await get('http://evil.example/at-once')).toBe(400);
	expect(await get('/elsewhere', 'Connection: Upgrade\r\nUpgrade: websocket\r\n')).toBe(404);
	expect(lines).toEqual([]);
});

test.each(['/elsewhere', '/socket.io/'])(
	'whoever is refused a WebSocket at %s cannot hold the connection',
	async (path) => {
		const held = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
		held.write(`GET ${path} HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`);
		held.resume();
		await once(held, 'end');
		// A connection that the other end has let go answers this with a reset.
		const writing = setInterval(() => held.write('.'), 50);
		const reset = await once(held, 'close', { signal: AbortSignal.timeout(4_000) }).then(
			() => true,
			(error: NodeJS.ErrnoException) => error.code === 'ECONNRESET' || error.code === 'EPIPE',
		);
		clearInterval(writing);
		held.destroy();
		expect(reset).toBe(true);
	},
);
