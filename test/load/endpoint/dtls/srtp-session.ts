import { Gcm, tagBytes } from '../native/gcm.ts';
import { Scratch } from '../native/scratch.ts';
import { deriveSessionKeys, type SrtpMaster } from './srtp-keys.ts';

/** What SRTP (RFC 7714) adds to an RTP packet, in bytes. */
export const srtpOverhead = tagBytes;
/** How far a payload is peeked into, in bytes. */
const peekBytes = 48;
const encrypted = 0x8000_0000;
const scratch = new Scratch(4096);
const peeked = scratch.bytes.subarray(0, peekBytes);

/** Both kinds of packets of one direction; the salts as 32-bit numbers. */
class SrtpDirection {
	readonly rtp: Gcm;
	readonly rtcp: Gcm;
	readonly #rtpSalt: readonly [number, number, number];
	readonly #rtcpSalt: readonly [number, number, number];

	constructor(master: SrtpMaster, seals: boolean) {
		const keys = deriveSessionKeys(master);
		const words = (salt: Buffer) => [salt.readInt32BE(0), salt.readInt32BE(4), salt.readInt32BE(8)] as const;
		this.rtp = new Gcm(keys.rtpKey, seals);
		this.rtcp = new Gcm(keys.rtcpKey, seals);
		this.#rtpSalt = words(keys.rtpSalt);
		this.#rtcpSalt = words(keys.rtcpSalt);
	}

	/** RFC 7714 §8.1: 00 00 | SSRC | roll-over counter | sequence number, XOR salt. */
	beginRtp(ssrc: number, index: number): void {
		const [first, second, third] = this.#rtpSalt;
		const rollOver = Math.floor(index / 0x10000);
		const middle = ((ssrc & 0xffff) << 16) | (rollOver >>> 16);
		this.rtp.begin((ssrc >>> 16) ^ first, middle ^ second, (((rollOver & 0xffff) << 16) | (index & 0xffff)) ^ third);
	}

	/** RFC 7714 §9.1: 00 00 | SSRC | 00 00 | index, XOR salt. */
	beginRtcp(ssrc: number, index: number): void {
		const [first, second, third] = this.#rtcpSalt;
		this.rtcp.begin((ssrc >>> 16) ^ first, ((ssrc & 0xffff) << 16) ^ second, index ^ third);
	}

	close(): void {
		this.rtp.close();
		this.rtcp.close();
	}
}

/**
 * The sealing side of SRTP and SRTCP. Packets lie at memory addresses; an `index` is a sequence number that counts on
 * over 65,535 (RFC 3711 §3.3.1).
 */
export class SrtpSealer {
	readonly #direction: SrtpDirection;
	#rtcpIndex = 0;

	constructor(master: SrtpMaster) {
		this.#direction = new SrtpDirection(master, true);
	}

	/** Seals an RTP packet of `length` bytes in place; room for `srtpOverhead` must follow. The sealed length. */
	sealRtp(packet: bigint, ssrc: number, headerBytes: number, length: number, index: number): number {
		const { rtp } = this.#direction;
		const body = packet + BigInt(headerBytes);
		this.#direction.beginRtp(ssrc, index);
		rtp.cover(packet, headerBytes);
		rtp.update(body, body, length - headerBytes);
		rtp.finish(packet + BigInt(length));
		return length + tagBytes;
	}

	/** A compound RTCP packet, sealed (RFC 7714 §9): good until the next call. */
	sealRtcp(packet: Buffer): { pointer: bigint; length: number } {
		const { rtcp } = this.#direction;
		this.#rtcpIndex++;
		const { bytes, pointer } = scratch;
		const end = packet.length + tagBytes;
		packet.copy(bytes);
		bytes.writeUInt32BE((encrypted | this.#rtcpIndex) >>> 0, end);
		this.#direction.beginRtcp(packet.readUInt32BE(4), this.#rtcpIndex);
		rtcp.cover(pointer, 8);
		rtcp.cover(pointer + BigInt(end), 4);
		rtcp.update(pointer + 8n, pointer + 8n, packet.length - 8);
		rtcp.finish(pointer + BigInt(packet.length));
		return { pointer, length: end + 4 };
	}

	/** Idempotent. */
	close(): void {
		this.#direction.close();
	}
}

/** The opening side. What it gives is good until the next call. */
export class SrtpOpener {
	readonly #direction: SrtpDirection;

	constructor(master: SrtpMaster) {
		this.#direction = new SrtpDirection(master, false);
	}

	/** The payload, or undefined where the packet was altered. */
	openRtp(packet: bigint, ssrc: number, headerBytes: number, length: number, index: number): Buffer | undefined {
		const bytes = length - headerBytes - tagBytes;
		if (bytes < 0) return undefined;
		const { rtp } = this.#direction;
		this.#direction.beginRtp(ssrc, index);
		rtp.cover(packet, headerBytes);
		rtp.update(packet + BigInt(headerBytes), scratch.pointer, bytes);
		return rtp.finish(packet + BigInt(length - tagBytes)) ? scratch.bytes.subarray(0, bytes) : undefined;
	}

	/**
	 * The first 48 bytes of the payload (zeros, where it is shorter), unauthenticated: enough to see a key frame, for a
	 * part of the cost of opening all.
	 */
	peekRtp(packet: bigint, ssrc: number, headerBytes: number, length: number, index: number): Buffer {
		this.#direction.beginRtp(ssrc, index);
		const bytes = Math.min(peekBytes, length - headerBytes - tagBytes);
		if (bytes < peekBytes) peeked.fill(0);
		if (bytes > 0) this.#direction.rtp.update(packet + BigInt(headerBytes), scratch.pointer, bytes);
		return peeked;
	}

	/** A compound RTCP packet, or undefined where it was altered. Not overwritten later. */
	openRtcp(packet: Buffer): Buffer | undefined {
		const { rtcp } = this.#direction;
		const end = packet.length - tagBytes - 4;
		if (end < 8) return undefined;
		const { bytes, pointer } = scratch;
		packet.copy(bytes);
		this.#direction.beginRtcp(packet.readUInt32BE(4), packet.readUInt32BE(packet.length - 4) & ~encrypted);
		rtcp.cover(pointer, 8);
		rtcp.cover(pointer + BigInt(packet.length - 4), 4);
		rtcp.update(pointer + 8n, pointer + 8n, end - 8);
		return rtcp.finish(pointer + BigInt(end)) ? Buffer.from(bytes.subarray(0, end)) : undefined;
	}

	/** Idempotent. */
	close(): void {
		this.#direction.close();
	}
}
