import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { packAnswer } from '../../app/packed-answer.ts';

/** Answered as Kit answers. */
async function answerOf(answer: (response: ServerResponse) => void, coding: string, method = 'GET') {
	const server = createServer((asked, response) => {
		packAnswer(asked, response);
		answer(response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	const { port } = server.address() as AddressInfo;
	const asked = request({ port, method, agent: false, headers: { 'accept-encoding': coding } }).end();
	const [response] = (await once(asked, 'response')) as [IncomingMessage];
	return { status: response.statusCode, headers: response.headers, body: await buffer(response) };
}

const json = (length: number) => (response: ServerResponse) => {
	const body = Buffer.from('{"n":1} '.repeat(length / 8));
	response.setHeader('content-type', 'application/json');
	response.setHeader('content-length', body.length);
	response.writeHead(201);
	response.write(body.subarray(0, 100));
	response.write(body.subarray(100));
	response.end();
};

test.each([
	['at once', 8_000],
	['by a thread', 400_000],
])('a text is packed %s, and says how', async (_, length) => {
	const packed = await answerOf(json(length), 'gzip, deflate, br, zstd');
	expect(packed).toMatchObject({ status: 201, headers: { 'content-encoding': 'zstd', vary: 'Accept-Encoding' } });
	expect(packed.headers['content-length']).toBe(String(packed.body.length));
	expect(packed.body.length).toBeLessThan(length / 10);
	expect(zstdDecompressSync(packed.body).length).toBe(length);
	const zipped = await answerOf(json(length), 'gzip, br');
	expect(zipped.headers['content-encoding']).toBe('gzip');
	expect(gunzipSync(zipped.body).length).toBe(length);
});

test('what is short, no text, packed already, or not to be packed goes as it is', async () => {
	const whole = async (answer: (response: ServerResponse) => void, coding = 'gzip', method = 'GET') => {
		const { headers, body } = await answerOf(answer, coding, method);
		return [headers['content-encoding'], headers['content-length'], body.length];
	};
	const of = (headers: Record<string, string>) => (response: ServerResponse) => {
		for (const [name, value] of Object.entries({ 'content-length': '4000', ...headers }))
			response.setHeader(name, value);
		response.writeHead(200);
		response.end(Buffer.alloc(4_000));
	};
	expect(await whole(json(800))).toEqual([undefined, '800', 800]);
	const part = { 'content-type': 'text/plain', 'content-range': 'bytes 0-3999/40000' };
	expect(await whole(of(part))).toEqual([undefined, '4000', 4_000]);
	expect(await whole(json(8_000), 'identity')).toEqual([undefined, '8000', 8_000]);
	expect(await whole(json(8_000), 'gzip', 'HEAD')).toEqual([undefined, '8000', 0]);
	expect(await whole(of({ 'content-type': 'application/pdf' }))).toEqual([undefined, '4000', 4_000]);
	expect(await whole(of({ 'content-type': 'text/html', 'content-encoding': 'br' }))).toEqual(['br', '4000', 4_000]);
});

test('what streams comes while it streams', async () => {
	const { headers, body } = await answerOf((response) => {
		response.setHeader('content-type', 'text/plain');
		response.writeHead(200);
		response.write('a'.repeat(2_000));
		response.end('b');
	}, 'gzip');
	expect([headers['content-encoding'], body.length]).toEqual([undefined, 2_001]);
});

test('a failure in the middle is answered by who notices it, once', async () => {
	const { status, body } = await answerOf((response) => {
		response.setHeader('content-type', 'text/html');
		response.setHeader('content-length', 4_000);
		response.writeHead(200);
		response.write('half of it');
		response.writeHead(500, { 'content-length': 0 }).end();
	}, 'gzip');
	expect([status, body.length]).toEqual([500, 0]);
});

test('what somebody else has answered while a thread packed stays answered', async () => {
	const answer = await answerOf((response) => {
		json(400_000)(response);
		Reflect.deleteProperty(response, 'end');
		response.removeHeader('content-length');
		response.writeHead(500).end('failed');
	}, 'gzip');
	expect(answer).toMatchObject({ status: 500, body: Buffer.from('failed') });
});

test.each([
	['public,max-age=31536000,immutable', undefined],
	['no-cache', '"abc"'],
])('a file kept as “%s” has the tag %s', async (kept, tag) => {
	const file = (response: ServerResponse) =>
		response.writeHead(200, { etag: '"abc"', 'cache-control': kept, 'content-type': 'text/css' }).end('a{}');
	const { headers } = await answerOf(file, 'br');
	expect([headers.etag, headers['cache-control']]).toEqual([tag, kept]);
});
