import { run } from '#test/support/namespace.ts';
import { DatagramBatch } from '../load/endpoint/native/datagram-batch.ts';
import { constants, libc } from '../load/endpoint/native/libc.ts';
import { inNamespace } from '../load/endpoint/native/namespaces.ts';
import { Scratch } from '../load/endpoint/native/scratch.ts';

/** ms between looks: the kernel keeps some hundred packets for us. */
const lookEvery = 5;

/** Somebody who listens on a cable: all packets of IP that pass one of its ends, in and out (packet(7)). */
export class Tap {
	readonly #descriptor: number;
	readonly #batch = new DatagramBatch();
	readonly #timer: NodeJS.Timeout;

	/** `handle`: an IP packet, with its header, good until it returns. Throws where the system refuses. */
	constructor(namespace: string, device: string, handle: (packet: Buffer) => void) {
		const { AF_PACKET, ETH_P_ALL, SOCK_DGRAM_NONBLOCK_CLOEXEC } = constants;
		this.#descriptor = inNamespace(namespace, () => libc.socket(AF_PACKET, SOCK_DGRAM_NONBLOCK_CLOEXEC, ETH_P_ALL));
		if (this.#descriptor < 0) throw new Error('no way to listen on a cable');
		const [shown] = JSON.parse(run('ip', ['-j', '-n', namespace, 'link', 'show', 'dev', device])) as {
			ifindex: number;
		}[];
		// struct sockaddr_ll: family, protocol, the interface.
		const { bytes, pointer } = new Scratch(20);
		bytes.writeUInt16LE(AF_PACKET, 0);
		bytes.writeUInt16LE(ETH_P_ALL, 2);
		bytes.writeInt32LE(shown?.ifindex ?? 0, 4);
		if (libc.bind(this.#descriptor, pointer, 20) !== 0) throw new Error(`no way to listen on ${device}`);
		this.#timer = setInterval(() => this.#look(handle), lookEvery);
	}

	close(): void {
		clearInterval(this.#timer);
		libc.close(this.#descriptor);
	}

	#look(handle: (packet: Buffer) => void): void {
		const batch = this.#batch;
		for (;;) {
			const count = batch.receive(this.#descriptor);
			for (let index = 0; index < count; index += 1) {
				const start = batch.offset(index);
				handle(batch.bytes.subarray(start, start + batch.length(index)));
			}
			if (count < batch.capacity) return;
		}
	}
}
