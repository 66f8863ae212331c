import { constants, libc } from './libc.ts';
import { Scratch } from './scratch.ts';

/** Bytes. Packets that wait for us are not lost by the server: room for a second of 720p while we are busy elsewhere. */
const receiveBuffer = 1 << 20;
const scratch = new Scratch(2048);

/** A UDP socket connected to one remote address: it receives from nobody else, and the kernel picks its own address. */
export class UdpSocket {
	readonly descriptor: number;
	#closed = false;

	/** `address`: IPv4. Throws when the system refuses, for example for want of descriptors. */
	constructor(address: string, port: number) {
		this.descriptor = libc.socket(constants.AF_INET, constants.SOCK_DGRAM_NONBLOCK_CLOEXEC, 0);
		if (this.descriptor < 0) throw new Error('no socket: more file descriptors needed (ulimit -n)?');
		// Only root may go beyond net.core.rmem_max.
		if (!this.#set(constants.SO_RCVBUFFORCE, receiveBuffer)) this.#set(constants.SO_RCVBUF, receiveBuffer);
		this.#set(constants.SO_TIMESTAMPNS, 1);
		const { bytes, pointer } = scratch;
		bytes.fill(0, 0, 16);
		bytes.writeUInt16LE(constants.AF_INET, 0);
		bytes.writeUInt16BE(port, 2);
		bytes.set(address.split('.').map(Number), 4);
		if (libc.connect(this.descriptor, pointer, 16) === 0) return;
		this.close();
		throw new Error(`no way to ${address}:${port}`);
	}

	/** Sends `length` bytes from `pointer`. False: not taken, like a packet lost on the way. */
	send(pointer: bigint, length: number): boolean {
		if (this.#closed) return false;
		return libc.send(this.descriptor, pointer, BigInt(length), constants.MSG_DONTWAIT) === BigInt(length);
	}

	/** As `send`, for bytes anywhere. */
	sendBytes(bytes: Uint8Array): boolean {
		scratch.bytes.set(bytes);
		return this.send(scratch.pointer, bytes.length);
	}

	/** Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		libc.close(this.descriptor);
	}

	#set(option: number, value: number): boolean {
		scratch.bytes.writeInt32LE(value, 0);
		return libc.setsockopt(this.descriptor, constants.SOL_SOCKET, option, scratch.pointer, 4) === 0;
	}
}
