import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Passes connections to an address of this machine on to a port of 127.0.0.1, where nobody else gets. */
export class PortForward {
	readonly port: number;
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	#target: number | undefined;

	static async open(address: string): Promise<PortForward> {
		const server = createServer().listen(0, address);
		await once(server, 'listening');
		return new PortForward(server);
	}

	private constructor(server: Server) {
		this.#server = server;
		this.port = (server.address() as AddressInfo).port;
		server.on('connection', (from) => {
			if (this.#target === undefined) return from.destroy();
			const to = connect(this.#target, '127.0.0.1');
			from.pipe(to).pipe(from);
			for (const [socket, other] of [
				[from, to],
				[to, from],
			] as const) {
				this.#sockets.add(socket);
				// Either end of what is one connection to its users goes with the other.
				socket.on('error', () => other.destroy());
				socket.on('close', () => {
					this.#sockets.delete(socket);
					other.destroy();
				});
			}
		});
	}

	leadTo(port: number): void {
		this.#target = port;
	}

	async close(): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		await new Promise((resolve) => this.#server.close(resolve));
	}
}
