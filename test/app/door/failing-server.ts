/**
 * A server whose pages fail in every way that a handler can: at once, in a promise nobody awaits, in a callback. Prints
 * its port, and a line for each error that the door is asked about; `/outside` lets one happen that no request is to blame for.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs';
import { setImmediate } from 'node:timers';
import { Door } from '../../../app/door.ts';

const told = (line: string) => process.stdout.write(`${line}\n`);
const server = createServer();
const door = new Door({
	entries: [
		{
			path: '/socket.io/',
			handleRequest: () => {
				throw new Error('socket request');
			},
			handleUpgrade: () => {
				setImmediate(() => {
					throw new Error('upgrade');
				});
			},
		},
	],
	pages: (request, response) => {
		switch (request.url) {
			case '/at-once':
				throw new Error('at once');
			case '/promise':
				void Promise.resolve().then(() => {
					throw new Error('promise');
				});
				return;
			case '/callback':
				readFile('/dev/null', () => {
					throw new Error('callback');
				});
				return;
			case '/begun':
				response.writeHead(200).write('half');
				setImmediate(() => {
					throw new Error('begun');
				});
				return;
			case '/outside':
				outside.emit();
				return;
			default:
				response.end('well');
		}
	},
	isOwnHost: (host) => host !== 'evil.example',
	log: {
		debug: () => {},
		error: (fields: { err?: unknown; where?: string }) =>
			told(`failed ${fields.where} ${fields.err instanceof Error ? fields.err.stack?.split('\n')[0] : ''}`),
	} as never,
});
/** Throws from a timer that was there before the request. */
const outside = {
	emit: () => {
		outside.due = true;
	},
	due: false,
};
setInterval(() => {
	if (!outside.due) return;
	outside.due = false;
	throw new Error('outside');
}, 10).unref();

process.on('uncaughtException', (error) => {
	if (!door.survives(error)) told(`not survived ${error.message}`);
});
door.open(server);
server.listen(0, '127.0.0.1', () => told(`port ${(server.address() as AddressInfo).port}`));
