import { limitBody } from '#lib/server/body-limit.ts';
import { isHttpError } from '@sveltejs/kit';
import { getRequest, setResponse } from '@sveltejs/kit/node';
import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';

const limit = 64 * 1024;
const form = (size: number) => Buffer.from(`login=${'x'.repeat(size - 'login='.length)}`);

/** A server that reads every request as Kit's actions do, behind the limit; it tells how much of a form it has seen. */
async function startFormServer(): Promise<number> {
	const server = createServer((incoming, outgoing) => {
		const read = async () => {
			try {
				const request = limitBody(getRequest({ request: incoming, response: outgoing, base: 'http://here' }), limit);
				const login = (await request.formData()).get('login');
				return new Response(String(login).length.toString());
			} catch (thrown) {
				return isHttpError(thrown)
					? new Response(thrown.body.message, { status: thrown.status })
					: new Response(String(thrown), { status: 500 });
			}
		};
		void read().then((response) => setResponse(outgoing, response));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => void server.close());
	return (server.address() as AddressInfo).port;
}

/** Sends a body in pieces; `length` of it is claimed in Content-Length, without it the body is chunked. */
async function post(port: number, pieces: Iterable<Buffer>, length?: number) {
	const headers = {
		'content-type': 'application/x-www-form-urlencoded',
		...(length === undefined ? {} : { 'content-length': length }),
	};
	const sending = ask({ port, host: '127.0.0.1', method: 'POST', headers });
	let sent = 0;
	let answered = false;
	const answer = once(sending, 'response').finally(() => (answered = true));
	for (const piece of pieces) {
		if (answered) break;
		sent += piece.length;
		if (!sending.write(piece)) await Promise.race([once(sending, 'drain'), answer]);
	}
	if (length === undefined || sent === length) sending.end();
	const [response] = (await answer) as [import('node:http').IncomingMessage];
	const text = Buffer.concat(await response.toArray()).toString();
	sending.destroy();
	return { status: response.statusCode, text, sent };
}

test('a form within the limit arrives whole, with its length or in chunks', async () => {
	const port = await startFormServer();
	const whole = form(limit);
	const length = String(limit - 'login='.length);
	expect(await post(port, [whole], limit)).toMatchObject({ status: 200, text: length });
	expect(await post(port, [whole.subarray(0, 10), whole.subarray(10)])).toMatchObject({ status: 200, text: length });
});

test('a longer one is refused: by its length before it comes, in chunks as soon as it is too long', async () => {
	const port = await startFormServer();
	expect(await post(port, [form(10)], 300 * 1024 * 1024)).toMatchObject({ status: 413, text: 'too-large', sent: 10 });
	expect(await post(port, [form(limit), Buffer.from('x')])).toMatchObject({ status: 413, text: 'too-large' });
	// A body without an end is answered all the same.
	const endless = (function* () {
		for (;;) yield Buffer.alloc(16 * 1024, 'x');
	})();
	expect(await post(port, endless)).toMatchObject({ status: 413, text: 'too-large' });
});
