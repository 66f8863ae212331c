import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';

/** Each end sends one so often, in ms; so many in a row that do not come mean that the line is cut. */
const beatEvery = 250;
const mostMissed = 4;

/** How the way of a line is; of the last beats. */
export interface LineWay {
	/** ms; null: not known yet */
	readonly rttMs: number | null;
	/** How much the round trip varies, in ms (RFC 3550, 6.4.1). */
	readonly jitterMs: number | null;
	/** share of beats that did not come from the other end, 0 to 1 */
	readonly loss: number;
}

interface BeatPort {
	/** Whether anything comes from the other end, when that changes; it counts as cut until the first one has come. */
	onStands(stands: boolean): void;
	/** A beat was answered; ms. */
	onRoundTrip(ms: number): void;
}

/** kind, sequence number, when it was sent, which it answers: 1, 6, 8, 8 bytes, and 16 of the HMAC */
const bodyBytes = 23;
const macBytes = 16;

/** Beats by which loss is reckoned. */
const remembered = 40;

/** Where an end's beats come and go. */
export class BeatSocket {
	readonly socket: Socket;
	#closed = false;

	constructor(socket: Socket) {
		this.socket = socket;
		// What cannot be sent has not come: that is seen at the other end, and here by its silence.
		socket.on('error', () => {});
	}

	get port(): number {
		return this.socket.address().port;
	}

	/** Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.socket.close();
	}
}

/**
 * Says beside a line, in a socket of its own, whether the way to the other end stands: nobody tells a line that it was cut, and
 * mediasoup sends on into the hole. Each end sends a beat every 250 ms and answers the other's by the next one; each is
 * authenticated (HMAC-SHA-256, by a key that both derive from those of the line), and none counts twice.
 */
export class Beat {
	readonly #socket: Socket;
	readonly #key: Buffer;
	readonly #port: BeatPort;
	/** of this end: a beat that comes back to who sent it counts for nothing */
	readonly #kind: 1 | 2;
	#to: { readonly address: string; readonly port: number } | undefined;
	#sent = 0;
	#timer: NodeJS.Timeout | undefined;
	/** what the other end said last, and when that came (performance.now()) */
	#heard = { sequence: 0, sentAt: 0n, at: -Infinity };
	readonly #came: boolean[] = [];
	#rttMs: number | null = null;
	#jitterMs: number | null = null;
	#stands = false;

	/** For an end, which closes it. `range`: of ports, of which the last that is free is taken. Rejects when none is. */
	static async bind(address: string, range?: { readonly min: number; readonly max: number }): Promise<BeatSocket> {
		for (let port = range?.max ?? 0; ; port -= 1) {
			const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
			try {
				socket.bind(port, address);
				await once(socket, 'listening');
				return new BeatSocket(socket);
			} catch (error) {
				socket.close();
				if (port <= (range?.min ?? 0)) throw error;
			}
		}
	}

	/**
	 * `secrets`: those of both ends, the parent's first. `to`: where the parent's end listens; the parent answers where the
	 * latest of the child's beats came from.
	 */
	constructor(
		{ socket }: BeatSocket,
		secrets: readonly [parent: string, child: string],
		to: { readonly address: string; readonly port: number } | undefined,
		port: BeatPort,
	) {
		this.#socket = socket;
		this.#key = Buffer.from(hkdfSync('sha256', secrets.join('.'), '', 'nhip-cau beat', 32));
		this.#to = to;
		this.#kind = to ? 2 : 1;
		this.#port = port;
		socket.on('message', (message, from) => this.#hear(message, from));
		this.#timer = setInterval(() => this.#beat(), beatEvery);
		this.#beat();
	}

	get stands(): boolean {
		return this.#stands;
	}

	get way(): LineWay {
		const missed = this.#came.filter((came) => !came).length;
		return {
			rttMs: this.#rttMs,
			jitterMs: this.#jitterMs,
			loss: this.#came.length === 0 ? 0 : missed / this.#came.length,
		};
	}

	/** Idempotent; tells nothing any more. */
	close(): void {
		clearInterval(this.#timer);
		this.#timer = undefined;
	}

	#beat(): void {
		if (this.#stands && performance.now() - this.#heard.at > beatEvery * mostMissed) this.#tell(false);
		if (!this.#to) return;
		this.#sent += 1;
		const { sequence, sentAt, at } = this.#heard;
		const body = Buffer.alloc(bodyBytes);
		body.writeUInt8(this.#kind, 0);
		body.writeUIntBE(this.#sent, 1, 6);
		body.writeBigUInt64BE(microseconds(performance.now()), 7);
		// What it lay here is no part of the way: the other end gets its own time back, put forward by that. Whatever that said.
		const own = sequence === 0 ? 0n : sentAt + microseconds(performance.now() - at);
		body.writeBigUInt64BE(BigInt.asUintN(64, own), 15);
		this.#socket.send(Buffer.concat([body, this.#sign(body)]), this.#to.port, this.#to.address, () => {});
	}

	#hear(message: Buffer, from: RemoteInfo): void {
		if (this.#timer === undefined || message.length !== bodyBytes + macBytes) return;
		const body = message.subarray(0, bodyBytes);
		if (!timingSafeEqual(message.subarray(bodyBytes), this.#sign(body))) return;
		const sequence = body.readUIntBE(1, 6);
		if (body.readUInt8(0) === this.#kind || sequence <= this.#heard.sequence) return;
		const now = performance.now();
		this.#count(sequence - this.#heard.sequence);
		this.#heard = { sequence, sentAt: body.readBigUInt64BE(7), at: now };
		const own = body.readBigUInt64BE(15);
		if (own > 0n) this.#measure(Math.max(0, now - Number(own) / 1_000));
		if (this.#kind === 1) this.#to = { address: from.address, port: from.port };
		if (!this.#stands) this.#tell(true);
	}

	/** The first one says nothing of those before it, nor does the first after a cut. */
	#count(step: number): void {
		if (this.#stands) for (let missed = 1; missed < Math.min(step, remembered); missed += 1) this.#came.push(false);
		this.#came.push(true);
		this.#came.splice(0, this.#came.length - remembered);
	}

	#measure(rttMs: number): void {
		if (this.#rttMs !== null) {
			const varied = Math.abs(rttMs - this.#rttMs);
			this.#jitterMs = (this.#jitterMs ?? 0) + (varied - (this.#jitterMs ?? 0)) / 16;
		}
		this.#rttMs = rttMs;
		this.#port.onRoundTrip(rttMs);
	}

	#tell(stands: boolean): void {
		this.#stands = stands;
		this.#port.onStands(stands);
		// The other end is to know it as soon.
		if (stands) this.#beat();
	}

	#sign(body: Buffer): Buffer {
		return createHmac('sha256', this.#key).update(body).digest().subarray(0, macBytes);
	}
}

const microseconds = (ms: number) => BigInt(Math.round(ms * 1_000));
