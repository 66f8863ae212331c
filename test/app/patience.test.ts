import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { bePatient } from '../../app/patience.ts';

/** A server with little patience, and what comes of a body that comes byte by byte to a path. */
async function start(patience: { wholeRequest: number; silence: number }) {
	const server = createServer((request, response) => {
		let bytes = 0;
		request.on('data', (chunk: Buffer) => (bytes += chunk.length)).on('error', () => {});
		request.on('end', () => response.end(String(bytes)));
	});
	bePatient(server, patience);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const { port } = server.address() as AddressInfo;
	return async (path: string, byEach: number, count: number): Promise<'answered' | 'cut off'> => {
		const socket = connect(port, '127.0.0.1');
		socket.on('error', () => {});
		onTestFinished(() => void socket.destroy());
		socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${count}\r\n\r\n`);
		let answer = '';
		socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
		let sent = 0;
		const timer = setInterval(() => {
			if (sent++ < count && socket.writable) socket.write('x');
			else clearInterval(timer);
		}, byEach);
		// `once` of node:events would take the reset of a cut connection for a failure of the test.
		await new Promise((closed) => socket.once('close', closed));
		clearInterval(timer);
		return answer.endsWith(String(count)) ? 'answered' : 'cut off';
	};
}

test('an upload lasts as long as its bytes come, anything else has its time; nobody holds a connection in silence', async () => {
	const send = await start({ wholeRequest: 200, silence: 1_000 });
	const outcomes = await Promise.all([
		send('/uploads/a', 20, 30),
		send('/sign-in', 20, 30),
		send('/uploads/a', 60_000, 2),
	]);
	expect(outcomes).toEqual(['answered', 'cut off', 'cut off']);
});

test('Node’s own limits are off for a body and on for a head', async () => {
	const server = createServer();
	bePatient(server);
	expect(server).toMatchObject({ requestTimeout: 0, headersTimeout: 60_000, timeout: 120_000 });
});
