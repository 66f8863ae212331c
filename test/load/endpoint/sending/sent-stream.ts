import { randomInt } from 'node:crypto';
import { Scratch } from '../native/scratch.ts';
import type { SenderReport } from '../rtcp/reports.ts';
import { type HeaderExtension, writeExtensions } from '../rtp/header.ts';

/** Packets kept for retransmission: 2–3 s of 720p. */
const packetsKept = 512;
/** ms from a stream's first packet to its first sender report, as libwebrtc's: half of video's interval. */
const firstReportAfter = 500;
const scratch = new Scratch(2048);

/** ms in which a packet is not sent again a second time: libwebrtc's round trip where it knows none. */
const resendEvery = 100;

export interface SentPacket {
	/** Counts on over 65,535. */
	readonly index: number;
	readonly timestamp: number;
	readonly marker: boolean;
	/** What the payload is made of, in order. */
	readonly parts: readonly Buffer[];
}

/** How packets leave, sealed in place; see SecureTransport. */
export interface PacketSink {
	sendRtp(packet: bigint, ssrc: number, headerBytes: number, length: number, index: number): boolean;
	/** Extensions that every packet of the transport has, fresh for each. */
	commonExtensions(): HeaderExtension[];
	/** There is something to send before the next look was planned. */
	wake(): void;
}

export interface StreamOptions {
	/** Hz. */
	readonly clockRate: number;
	readonly payloadType: number;
	/** Without it packets are sent again on the stream itself, as libwebrtc does for audio. */
	readonly rtxPayloadType?: number;
	/** Say which stream this is, until the server has reported on it; and the same of the retransmission stream. */
	readonly names: readonly HeaderExtension[];
	readonly rtxNames?: readonly HeaderExtension[];
	/** In every packet. */
	readonly extensions?: readonly HeaderExtension[];
	/** ms between sender reports. */
	readonly reportEvery: number;
}

/** One RTP stream (SSRC) with its retransmission stream (RFC 4588). */
export class SentStream {
	readonly ssrc = randomInt(1, 0xffff_ffff);
	readonly #rtxSsrc = randomInt(1, 0xffff_ffff);
	readonly #options: StreamOptions;
	readonly #sink: PacketSink;
	readonly #kept = new Map<number, SentPacket>();
	readonly #resentAt = new Map<number, number>();
	// libwebrtc, too, starts in the lower half, so that a lost first packet cannot hide a wrap.
	#index = randomInt(0x8000);
	#rtxIndex = randomInt(0x8000);
	readonly #timestampOffset = randomInt(0x1_0000_0000);
	#heardOf = false;
	#packets = 0;
	#payloadBytes = 0;
	#resent = 0;
	#nextReport = 0;
	#reported = 0;

	constructor(options: StreamOptions, sink: PacketSink) {
		this.#options = options;
		this.#sink = sink;
	}

	get packets(): number {
		return this.#packets;
	}

	/** Without headers. */
	get payloadBytes(): number {
		return this.#payloadBytes;
	}

	get resent(): number {
		return this.#resent;
	}

	/** The server reported on this stream, so it knows its MID and RID: they need not be sent any more. */
	handleHeardOf(): void {
		this.#heardOf = true;
	}

	/** Gives a payload, captured at `time` (ms since 1970), its place in the stream. */
	prepare(time: number, marker: boolean, parts: readonly Buffer[]): SentPacket {
		const packet = { index: this.#index++, timestamp: this.#timestampAt(time), marker, parts };
		this.#kept.set(packet.index & 0xffff, packet);
		const oldest = (packet.index - packetsKept) & 0xffff;
		this.#kept.delete(oldest);
		this.#resentAt.delete(oldest);
		return packet;
	}

	send(packet: SentPacket): void {
		const { payloadType, names } = this.#options;
		this.#packets++;
		this.#payloadBytes += this.#write(packet, this.ssrc, payloadType, packet.index, this.#heardOf ? [] : names);
	}

	/** The packet again, where it is still kept. `now` in ms. */
	resend(sequence: number, now: number): void {
		const { payloadType, rtxPayloadType, names, rtxNames = [] } = this.#options;
		const packet = this.#kept.get(sequence);
		if (!packet || now - (this.#resentAt.get(sequence) ?? 0) < resendEvery) return;
		this.#resentAt.set(sequence, now);
		this.#resent++;
		if (rtxPayloadType === undefined) {
			this.#write(packet, this.ssrc, payloadType, packet.index, names);
			return;
		}
		const original = Buffer.alloc(2);
		original.writeUInt16BE(sequence);
		const again = { ...packet, parts: [original, ...packet.parts] };
		this.#write(again, this.#rtxSsrc, rtxPayloadType, this.#rtxIndex++, rtxNames);
	}

	/** A sender report, where one is due: none for a stream that rests. */
	takeReport(now: number): SenderReport | undefined {
		if (this.#packets === this.#reported) return undefined;
		if (this.#nextReport === 0) this.#nextReport = now + firstReportAfter;
		if (now < this.#nextReport) return undefined;
		this.#nextReport = now + this.#options.reportEvery;
		this.#reported = this.#packets;
		const { ssrc } = this;
		return { ssrc, time: now, rtpTime: this.#timestampAt(now), packets: this.#packets, bytes: this.#payloadBytes };
	}

	#timestampAt(time: number): number {
		return (this.#timestampOffset + Math.round((time * this.#options.clockRate) / 1000)) % 0x1_0000_0000;
	}

	/** Bytes of the payload. */
	#write(
		{ timestamp, marker, parts }: SentPacket,
		ssrc: number,
		payloadType: number,
		index: number,
		named: readonly HeaderExtension[],
	): number {
		const { bytes, pointer } = scratch;
		const extensions = writeExtensions([
			...named,
			...(this.#options.extensions ?? []),
			...this.#sink.commonExtensions(),
		]);
		bytes[0] = extensions.length > 0 ? 0x90 : 0x80;
		bytes[1] = (marker ? 0x80 : 0) | payloadType;
		bytes.writeUInt16BE(index & 0xffff, 2);
		bytes.writeUInt32BE(timestamp, 4);
		bytes.writeUInt32BE(ssrc, 8);
		extensions.copy(bytes, 12);
		const headerBytes = 12 + extensions.length;
		let length = headerBytes;
		for (const part of parts) length += part.copy(bytes, length);
		this.#sink.sendRtp(pointer, ssrc, headerBytes, length, index);
		return length - headerBytes;
	}
}
