import { epochNow } from './clock.ts';
import { DtlsIdentity } from './dtls/identity.ts';
import { srtpProfile } from './dtls/srtp-keys.ts';
import { DatagramBatch } from './native/datagram-batch.ts';
import { Lateness } from './sending/lateness.ts';

/** ms between rounds over the sockets that are due. */
const roundEvery = 4;

/** A socket with somebody behind it. */
export interface HostedSocket {
	readonly descriptor: number;
	/** A datagram lies in the host's batch, until this returns. `time`: its arrival, ms since 1970. */
	handleDatagram(offset: number, length: number, time: number): void;
	/** What waited has been handled; `count` datagrams. Says in how many ms to look again. */
	handleRound(now: number, count: number): number;
}

/**
 * What the endpoints of one process share: a certificate, memory to receive into, and one loop that looks at every
 * socket when it is due. Looking by the clock instead of waking up for each datagram makes a datagram cost 2 µs
 * instead of 8 (dgram) or 20 (node-datachannel); times of arrival stay exact, as they are the kernel's.
 */
export class EndpointHost {
	readonly identity = new DtlsIdentity(srtpProfile.name);
	readonly batch = new DatagramBatch();
	readonly lateness = new Lateness();
	/** How often its endpoints asked for key frames by themselves. */
	keyFrameRequests = 0;
	readonly #sockets = new Map<HostedSocket, number>();
	#timer: NodeJS.Timeout | undefined;
	#closed = false;

	get size(): number {
		return this.#sockets.size;
	}

	/** Looks at the socket from now on. */
	add(socket: HostedSocket): void {
		if (this.#closed) throw new Error('the host is closed');
		this.#sockets.set(socket, 0);
		this.#timer ??= setTimeout(() => this.#round(), roundEvery);
	}

	/** Idempotent. */
	remove(socket: HostedSocket): void {
		this.#sockets.delete(socket);
	}

	/** Looks in the next round, whatever was said before. */
	hurry(socket: HostedSocket): void {
		if (this.#sockets.has(socket)) this.#sockets.set(socket, 0);
	}

	/** Idempotent. Its endpoints are closed by who made them, before. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		clearTimeout(this.#timer);
		this.#sockets.clear();
		this.identity.close();
	}

	#round(): void {
		this.#timer = undefined;
		const now = epochNow();
		for (const [socket, due] of this.#sockets) {
			if (now < due) continue;
			const wait = socket.handleRound(now, this.#receive(socket));
			// It may have left meanwhile.
			if (this.#sockets.has(socket)) this.#sockets.set(socket, now + wait);
		}
		if (!this.#closed && this.#sockets.size > 0) this.#timer = setTimeout(() => this.#round(), roundEvery);
	}

	#receive(socket: HostedSocket): number {
		let total = 0;
		for (;;) {
			const { descriptor } = socket;
			const count = this.batch.receive(descriptor);
			for (let index = 0; index < count; index++) {
				// A datagram may make its endpoint close the socket: the rest is nobody's.
				if (!this.#sockets.has(socket)) return total;
				socket.handleDatagram(this.batch.offset(index), this.batch.length(index), this.batch.time(index));
			}
			total += count;
			if (count < this.batch.capacity || !this.#sockets.has(socket)) return total;
		}
	}
}
