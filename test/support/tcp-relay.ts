import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A way to a TCP port of this machine that is cut where a test says, and counts what goes over it. */
export class TcpRelay {
	readonly port: number;
	/** bytes from the clients, over all connections */
	sent = 0;
	/** how often it was cut */
	cuts = 0;
	readonly #server: Server;
	readonly #ways = new Set<Socket>();
	readonly #cutAt: number[];

	/** @param cutAt after so many bytes from the clients, each once */
	static async open(serverPort: number, cutAt: readonly number[]): Promise<TcpRelay> {
		const server = createServer();
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new TcpRelay(server, serverPort, cutAt);
	}

	private constructor(server: Server, serverPort: number, cutAt: readonly number[]) {
		this.#server = server;
		this.#cutAt = cutAt.toSorted((a, b) => a - b);
		this.port = (server.address() as AddressInfo).port;
		server.on('connection', (near) => {
			const far = connect(serverPort, '127.0.0.1');
			for (const way of [near, far]) {
				this.#ways.add(way);
				way.on('error', () => {}).on('close', () => this.#ways.delete(way));
			}
			near.on('data', (bytes) => this.#pass(bytes.length));
			near.pipe(far).on('close', () => near.destroy());
			far.pipe(near).on('close', () => far.destroy());
		});
	}

	#pass(bytes: number): void {
		this.sent += bytes;
		const [next = Infinity] = this.#cutAt;
		if (this.sent < next) return;
		this.#cutAt.shift();
		this.cuts += 1;
		this.cut();
	}

	/** Every connection at once, without a word. */
	cut(): void {
		for (const way of this.#ways) way.destroy();
	}

	close(): void {
		this.cut();
		this.#server.close();
	}
}
