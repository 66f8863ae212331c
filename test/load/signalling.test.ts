import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Server } from 'socket.io';
import { expect, onTestFinished, test } from 'vitest';
import { meetingNamespace } from '#contract/messages.ts';
import { Signalling } from './run/signalling.ts';

interface Asked {
	readonly id: string;
	readonly name: string;
}
type Answering = (
	link: { readonly number: number; cut(): void },
	asked: Asked,
	answer: (given: object) => void,
) => void;

/** A server that welcomes everybody and answers as told. Resolves with its address. */
async function serve(answering: Answering): Promise<string> {
	const http = createServer();
	const server = new Server(http);
	let links = 0;
	server.of(meetingNamespace).on('connection', (socket) => {
		const number = ++links;
		socket.on('request', (asked: Asked, answer) =>
			answering({ number, cut: () => socket.conn.close() }, asked, answer),
		);
		socket.emit('welcome', { snapshot: null, records: gzipSync('[]') });
	});
	onTestFinished(() => void server.close());
	await new Promise<void>((listening) => http.listen(0, '127.0.0.1', listening));
	return `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
}

async function come(url: string): Promise<Signalling> {
	const link = new Signalling({ url, meetingId: 'm', cookie: 'c=1' });
	onTestFinished(() => link.close());
	await link.connect();
	return link;
}

test('a site whose link is lost under a command gives it again, under the same id, and the loss is told', async () => {
	const asked: string[] = [];
	const url = await serve((link, { id }, answer) => {
		asked.push(id);
		if (link.number === 1) link.cut();
		else answer({ ok: true, output: { seq: 1 } });
	});
	const link = await come(url);

	expect(await link.insist('request-floor', {})).toBe(true);
	expect(asked).toHaveLength(2);
	expect(new Set(asked).size).toBe(1);
	expect(link.losses).toEqual(['transport close']);
});

test('a refusal is not asked again, and a link that the tool cuts itself is no loss', async () => {
	let asked = 0;
	const url = await serve((_, __, answer) => {
		asked += 1;
		answer({ ok: false, code: 'not-queued' });
	});
	const link = await come(url);

	await expect(link.insist('withdraw-floor', {})).rejects.toThrow('not-queued');
	expect(asked).toBe(1);
	link.cut();
	await expect(link.insist('withdraw-floor', {})).rejects.toThrow('not-queued');
	expect(asked).toBe(2);
	expect(link.losses).toEqual([]);
});
