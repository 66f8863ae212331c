import { inside } from '#test/support/namespace.ts';
import { Tap } from './tap.ts';

/** Where datagrams of UDP go between two machines, as `address:port`. */
export interface Flow {
	readonly from: string;
	readonly to: string;
	/** so many so far */
	count: number;
	/** The latest, without headers. */
	last: Buffer;
}

/** IPv4's, at least, and UDP's */
const headers = 20 + 8;
const udp = 17;

/** What somebody who listens on a cable knows of what passes there. */
export class Overheard {
	readonly flows = new Map<string, Flow>();
	readonly #tap: Tap;

	/** Of what comes from one of these addresses and goes to one of these. Throws as Tap. */
	constructor(namespace: string, from: ReadonlySet<string>, to: ReadonlySet<string>) {
		this.#tap = new Tap(namespace, inside, (packet) => {
			if (packet.length < headers || packet[9] !== udp) return;
			const [source, destination] = [packet.subarray(12, 16).join('.'), packet.subarray(16, 20).join('.')];
			if (!from.has(source) || !to.has(destination)) return;
			const datagram = packet.subarray(((packet[0] ?? 0) & 0x0f) * 4);
			this.#note(
				`${source}:${datagram.readUInt16BE(0)}`,
				`${destination}:${datagram.readUInt16BE(2)}`,
				datagram.subarray(8),
			);
		});
	}

	close(): void {
		this.#tap.close();
	}

	#note(from: string, to: string, payload: Buffer): void {
		const key = `${from} ${to}`;
		const flow = this.flows.get(key) ?? { from, to, count: 0, last: payload };
		flow.count += 1;
		flow.last = Buffer.from(payload);
		this.flows.set(key, flow);
	}
}
