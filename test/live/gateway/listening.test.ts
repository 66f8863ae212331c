import { Listening } from '#live/gateway/listening.ts';
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';

const many = 100;

let listening: Listening;
let server: Server;
let connections: Socket[];
/** how many were heard in each turn of the loop */
let heard: number[];
/** by connection, in its order */
let said: string[][];
let turns: NodeJS.Immediate;

function countTurns(): void {
	heard.push(0);
	turns = setImmediate(countTurns);
}

function hear(connection: Socket): void {
	const own: string[] = [];
	said.push(own);
	const note = (what: string) => {
		own.push(what);
		heard[heard.length - 1] = (heard.at(-1) ?? 0) + 1;
	};
	listening.follow(connection);
	connection.on('data', (bytes) => note(bytes.toString()));
	connection.on('end', () => note('end'));
}

beforeEach(async () => {
	[listening, connections, heard, said] = [new Listening(), [], [], []];
	server = createServer({ allowHalfOpen: true }, hear).listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	for (let each = 0; each < many; each += 1) connections.push(connect(port, '127.0.0.1'));
	await expect.poll(() => said.length, { message: 'all are connected', timeout: 10_000 }).toBe(many);
	countTurns();
});

afterEach(() => {
	clearImmediate(turns);
	for (const connection of connections) connection.destroy();
	listening.close();
	server.close();
});

const toEveryone = (each: string[]) => Array.from({ length: many }, () => each);

test('of hundreds that speak and end at once some are heard in each turn, each in its order', async () => {
	for (const connection of connections) connection.write('a word');
	await expect.poll(() => said, { message: 'all are heard', timeout: 10_000 }).toEqual(toEveryone(['a word']));
	for (const connection of connections) connection.end('the last');
	const all = toEveryone(['a word', 'the last', 'end']);
	await expect.poll(() => said, { message: 'to the end', timeout: 10_000 }).toEqual(all);
	expect(Math.max(...heard)).toBeLessThanOrEqual(16);
});

test('what is long comes whole: the next part is asked for when one was heard', async () => {
	const [first] = connections;
	const long = 'x'.repeat(1_000_000);
	first?.end(long);
	const whole = () => said.find((own) => own.length > 0) ?? [];
	await expect.poll(() => whole().at(-1), { message: 'its end', timeout: 10_000 }).toBe('end');
	expect(whole().slice(0, -1).join('')).toBe(long);
});

test('of one that broke meanwhile nothing more is heard', async () => {
	const [first] = connections;
	let accepted: Socket | undefined;
	const listener = (connection: Socket) => void (accepted = connection);
	server.once('connection', listener);
	connections.push(connect((server.address() as AddressInfo).port, '127.0.0.1'));
	await expect.poll(() => accepted, { message: 'it is connected', timeout: 10_000 }).toBeDefined();
	// Eight are heard at once.
	for (let each = 0; each < 8; each += 1) accepted?.push('at once');
	accepted?.push('a word');
	accepted?.destroy();
	first?.write('another');
	await expect.poll(() => said.flat(), { message: 'others are', timeout: 10_000 }).toContain('another');
	await nextTurn();
	expect(said.flat()).not.toContain('a word');
});

test('where few speak they are heard at once', () => {
	const connection = new PassThrough();
	listening.follow(connection);
	const words: string[] = [];
	connection.on('data', (bytes) => words.push(String(bytes)));
	connection.push('a word');
	expect(connection.readableLength === 0 ? words : [String(connection.read())]).toEqual(['a word']);
});
