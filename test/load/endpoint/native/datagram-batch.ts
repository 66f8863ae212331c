import { constants, libc } from './libc.ts';
import { Scratch } from './scratch.ts';

const slots = 64;
/** No datagram of WebRTC is longer: browsers and mediasoup stay below 1,500 bytes. */
const slotBytes = 2048;
/** struct mmsghdr: a msghdr of 56 bytes, the length received, padding. */
const headerBytes = 64;
/** struct cmsghdr (16 bytes) with a struct timespec (16 bytes). */
const controlBytes = 32;

/**
 * Room for datagrams that one system call fetches, used again and again by every socket of the process: what was
 * received is gone with the next `receive`.
 */
export class DatagramBatch {
	readonly #data = new Scratch(slots * slotBytes);
	readonly #headers = new Scratch(slots * headerBytes);
	readonly #control = new Scratch(slots * controlBytes);
	readonly #vectors = new Scratch(slots * 16);
	readonly #lengths = new Uint32Array(this.#headers.bytes.buffer);
	readonly #times = new Uint32Array(this.#control.bytes.buffer);
	/** All slots, one after the other; the same memory three ways. */
	readonly bytes = this.#data.bytes;
	readonly view = new DataView(this.#data.bytes.buffer);
	readonly pointer = this.#data.pointer;

	constructor() {
		for (let slot = 0; slot < slots; slot++) {
			this.#vectors.bytes.writeBigUInt64LE(this.#data.pointer + BigInt(slot * slotBytes), slot * 16);
			this.#vectors.bytes.writeBigUInt64LE(BigInt(slotBytes), slot * 16 + 8);
			const header = slot * headerBytes;
			this.#headers.bytes.writeBigUInt64LE(this.#vectors.pointer + BigInt(slot * 16), header + 16);
			this.#headers.bytes.writeBigUInt64LE(1n, header + 24);
			this.#headers.bytes.writeBigUInt64LE(this.#control.pointer + BigInt(slot * controlBytes), header + 32);
			this.#headers.bytes.writeBigUInt64LE(BigInt(controlBytes), header + 40);
		}
	}

	/** Fetches what waits in the socket: how many datagrams. Fewer than `capacity`: nothing more waits. */
	receive(descriptor: number): number {
		// −1 says that nothing waits, or that the other end refused our last datagram, which time will tell anyway.
		return Math.max(0, libc.recvmmsg(descriptor, this.#headers.pointer, slots, constants.MSG_DONTWAIT, 0n));
	}

	get capacity(): number {
		return slots;
	}

	/** Where datagram `index` starts in `bytes`. */
	offset(index: number): number {
		return index * slotBytes;
	}

	length(index: number): number {
		return this.#lengths[index * (headerBytes / 4) + 14] ?? 0;
	}

	/** When the kernel had it, in ms since 1970: true however late it is fetched. */
	time(index: number): number {
		const at = index * (controlBytes / 4);
		return (this.#times[at + 4] ?? 0) * 1000 + (this.#times[at + 6] ?? 0) / 1e6;
	}
}
