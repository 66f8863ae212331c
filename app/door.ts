import { AsyncLocalStorage } from 'node:async_hooks';
import { ServerResponse, STATUS_CODES, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';

/** Who answers below a path, beside the pages: requests, and connections that ask to become a WebSocket. */
interface Entry {
	readonly path: string;
	handleRequest(request: IncomingMessage, response: ServerResponse): void;
	handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

interface DoorPorts {
	readonly entries: readonly Entry[];
	readonly pages: RequestListener;
	/** whether people reach this server by that name; anybody else is turned away with 421 */
	readonly isOwnHost: (host: string | undefined) => boolean;
	readonly log: Pick<Logger, 'error' | 'debug'>;
}

/** One request and the way to answer it: `answer` is the socket itself where a WebSocket was asked for. */
interface Exchange {
	readonly request: IncomingMessage;
	readonly answer: ServerResponse | Duplex;
}

/**
 * Where every request comes in: one handler decides by its path who answers it, so that nobody answers twice. What goes
 * wrong while a request is answered costs that request alone.
 */
export class Door {
	readonly #ports: DoorPorts;
	/** which request the code that runs now works for, over all its waits */
	readonly #exchanges = new AsyncLocalStorage<Exchange>();

	constructor(ports: DoorPorts) {
		this.#ports = ports;
	}

	open(server: Pick<Server, 'on'>): void {
		server.on('request', (request: IncomingMessage, response: ServerResponse) =>
			this.#within({ request, answer: response }, () => this.#answer(request, response)),
		);
		server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
			// Nobody else listens yet, and a connection that breaks now must not end the process.
			socket.on('error', (error) => this.#ports.log.debug({ err: error }, 'a connection broke'));
			this.#within({ request, answer: socket }, () => this.#upgrade(request, socket, head));
		});
	}

	/**
	 * For what nobody caught, however late. True if it came of one request: that one is answered with 500, what happened
	 * is in the log, and the process may go on. False: it belongs to no request, and nobody knows what state it left.
	 */
	survives(error: unknown): boolean {
		const exchange = this.#exchanges.getStore();
		if (!exchange) return false;
		this.#fail(exchange, error);
		return true;
	}

	#within(exchange: Exchange, work: () => void): void {
		this.#exchanges.run(exchange, () => {
			try {
				work();
			} catch (error) {
				this.#fail(exchange, error);
			}
		});
	}

	#answer(request: IncomingMessage, response: ServerResponse): void {
		const refused = this.#whyNot(request);
		const entry = this.#entryFor(request);
		if (refused !== undefined) end(response, refused);
		else if (entry) entry.handleRequest(request, response);
		else this.#ports.pages(request, response);
	}

	#upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
		const refused = this.#whyNot(request);
		const entry = this.#entryFor(request);
		if (refused !== undefined || !entry) end(socket, refused ?? 404);
		else entry.handleUpgrade(request, socket, head);
	}

	/** The status of a request that nobody is to see; the handlers behind this take its address for well-formed. */
	#whyNot({ url = '', headers }: IncomingMessage): number | undefined {
		if (!this.#ports.isOwnHost(headers.host)) return 421;
		return url.startsWith('/') && URL.canParse(url, 'http://host') && isDecodable(pathOf(url)) ? undefined : 400;
	}

	#entryFor({ url = '' }: IncomingMessage): Entry | undefined {
		return this.#ports.entries.find(({ path }) => pathOf(url).startsWith(path));
	}

	#fail({ request, answer }: Exchange, error: unknown): void {
		// The first part of the address alone: the rest may hold a secret (a one-time link) or a name.
		const where = pathOf(request.url ?? '')
			.split('/', 2)
			.join('/');
		this.#ports.log.error({ err: error, method: request.method, where }, 'a request failed');
		end(answer, 500);
	}
}

/** Ends what has not been answered; what has been begun cannot be taken back, and is broken off. */
function end(answer: ServerResponse | Duplex, status: number): void {
	// A connection that asked for a WebSocket has none of the server's time-outs: who does not close it held it for ever.
	if (!(answer instanceof ServerResponse))
		answer.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () =>
			answer.destroy(),
		);
	else if (answer.headersSent) answer.destroy();
	else answer.writeHead(status, { 'cache-control': 'no-store', 'content-length': 0 }).end();
}

const pathOf = (url: string) => url.replace(/[?#].*$/s, '');

function isDecodable(path: string): boolean {
	try {
		decodeURIComponent(path);
		return true;
	} catch {
		return false;
	}
}
