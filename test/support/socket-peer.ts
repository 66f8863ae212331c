import { meetingNamespace } from '#contract/messages.ts';
import type { Envelope } from '#contract/requests.ts';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket } from 'socket.io';
import type { Duplex } from 'node:stream';
import { vi } from 'vitest';

/** One connection of a device, at the other end of the wire. */
export interface Arrival {
	readonly socket: Socket;
	readonly lastSeq: number;
	/** everything asked on this connection */
	readonly asked: { readonly envelope: Envelope; readonly answer: (answer: unknown) => void }[];
}

/**
 * A server that says and answers only what a test wants, at whatever moment: for what a right one does not do. Devices
 * find it as the page's own server.
 */
export class SocketPeer {
	readonly arrivals: Arrival[] = [];
	readonly #io: Server;
	readonly #swallowed: Duplex[] = [];
	/** so many handshakes are turned down for the moment, as by a busy server */
	busyFor = 0;

	/** `webSockets`: what becomes of requests for one; `refused` and `swallowed` are what proxies do. */
	static async open(webSockets: 'taken' | 'refused' | 'swallowed' = 'taken'): Promise<SocketPeer> {
		const http = createServer();
		const peer = new SocketPeer(new Server(http));
		if (webSockets !== 'taken') {
			http.removeAllListeners('upgrade');
			http.on('upgrade', (_request, socket: Duplex) => {
				peer.#swallowed.push(socket);
				if (webSockets === 'refused') socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
			});
		}
		http.listen(0, '127.0.0.1');
		await once(http, 'listening');
		vi.stubGlobal('location', new URL(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`));
		return peer;
	}

	private constructor(io: Server) {
		this.#io = io;
		io.of(meetingNamespace).use((_socket, next) =>
			next(this.busyFor-- > 0 ? new Error('too-many-requests') : undefined),
		);
		io.of(meetingNamespace).on('connection', (socket) => {
			const arrival: Arrival = { socket, lastSeq: Number(socket.handshake.auth['lastSeq']), asked: [] };
			socket.on('request', (envelope: Envelope, answer: (answer: unknown) => void) => {
				arrival.asked.push({ envelope, answer });
			});
			this.arrivals.push(arrival);
		});
	}

	/** The device's nth connection, from 1. */
	async arrival(nth: number): Promise<Arrival> {
		return vi.waitUntil(() => this.arrivals[nth - 1], { timeout: 10_000, interval: 10 });
	}

	async asks(arrival: Arrival, name: string): Promise<Arrival['asked'][number]> {
		const find = () => arrival.asked.find(({ envelope }) => envelope.name === name);
		return vi.waitUntil(find, { timeout: 5_000, interval: 10 });
	}

	async close(): Promise<void> {
		vi.unstubAllGlobals();
		for (const socket of this.#swallowed) socket.destroy();
		await this.#io.close();
	}
}
