import type { MediaKind, RtpParameters } from 'mediasoup/types';
import { type SrtpOpener, srtpOverhead } from './dtls/srtp-session.ts';
import type { DatagramBatch } from './native/datagram-batch.ts';
import type { ReportBlock } from './rtcp/reports.ts';
import { Gaps, type LongestGap } from './rtp/gaps.ts';
import { rtpHeaderBytes } from './rtp/header.ts';
import { Passages } from './rtp/passages.ts';
import { PictureLoss } from './rtp/picture-loss.ts';
import { SequenceWindow } from './rtp/sequence-window.ts';
import { descriptorBytes, readFrameStart } from './rtp/vp8.ts';

/** Every so many packets one is opened whole and its authenticity checked. */
const checkEvery = 64;
/** How many key frames, and pictures, back can be asked for. */
const keyFramesKept = 64;
const picturesKept = 256;

/** From the server's `consume`. */
export interface ConsumerOptions {
	readonly consumerId: string;
	readonly kind: MediaKind;
	readonly rtpParameters: RtpParameters;
}

/** The arrival of a key frame's first packet: ms since 1970, and its picture's size in pixels. */
export interface KeyFrame {
	readonly time: number;
	readonly width: number;
	readonly height: number;
}

export interface TrackCounters {
	/** Different media packets, without retransmissions that filled a gap (those are in `recovered`, too). */
	readonly packets: number;
	/** On the wire above UDP: RTP with header and seal. */
	readonly bytes: number;
	/** Gaps that nothing filled within 1 s: neither a late packet nor, where NACK is negotiated, a retransmission. */
	readonly lost: number;
	/** Gaps that were filled: by late packets or by retransmissions (RTX) that we asked for (NACK). */
	readonly recovered: number;
	/** Gaps not yet filled nor given up. */
	readonly missing: number;
	/** Of the sampled packets, those whose seal was wrong. */
	readonly forged: number;
	/** ms since 1970. */
	readonly firstPacketAt: number | undefined;
	readonly lastPacketAt: number | undefined;
	/** The newest key frame's picture. */
	readonly size: { readonly width: number; readonly height: number } | undefined;
	readonly keyFrames: number;
	/** ms (RFC 3550 §6.4.1). */
	readonly jitter: number;
}

/** One consumer's packets, counted. Their headers are read, and of their payload what tells a key frame. */
export class ReceivedTrack {
	readonly consumerId: string;
	readonly kind: MediaKind;
	readonly ssrc: number;
	readonly rtxSsrc: number | undefined;
	readonly asksAgain: boolean;
	readonly passages = new Passages();
	readonly #clock: number;
	readonly #latenessOf: (timestamp: number) => number;
	readonly #gaps = new Gaps();
	readonly #window = new SequenceWindow();
	readonly #rtxWindow = new SequenceWindow();
	readonly #pictureLoss = new PictureLoss(this.#window);
	readonly #keyFrames: KeyFrame[] = [];
	readonly #pictures: number[] = [];
	#keyFrameCount = 0;
	#bytes = 0;
	#forged = 0;
	#firstPacketAt: number | undefined;
	#lastPacketAt: number | undefined;
	#timestamp = -1;
	#jitter = 0;
	/** Of the frame's first packet. */
	#frameAt = 0;
	#senderReport = { middle: 0, time: 0 };
	#reported = { expected: 0, received: 0 };

	/** `latenessOf`: how late its sender sent a packet, see Lateness. Throws where the parameters name no SSRC or codec. */
	constructor({ consumerId, kind, rtpParameters }: ConsumerOptions, latenessOf = (_timestamp: number) => 0) {
		const [encoding] = rtpParameters.encodings ?? [];
		const [codec] = rtpParameters.codecs;
		if (encoding?.ssrc === undefined || !codec) throw new Error(`consumer ${consumerId} has no SSRC or codec`);
		this.consumerId = consumerId;
		this.kind = kind;
		this.ssrc = encoding.ssrc;
		this.rtxSsrc = encoding.rtx?.ssrc;
		this.asksAgain = codec.rtcpFeedback?.some(({ type, parameter }) => type === 'nack' && !parameter) ?? false;
		this.#clock = codec.clockRate / 1000;
		this.#latenessOf = latenessOf;
	}

	get counters(): TrackCounters {
		const { received, lost, recovered, missing } = this.#window;
		const newest = this.#keyFrames.at(-1);
		return {
			packets: received,
			bytes: this.#bytes,
			lost,
			recovered,
			missing,
			forged: this.#forged,
			firstPacketAt: this.#firstPacketAt,
			lastPacketAt: this.#lastPacketAt,
			size: newest && { width: newest.width, height: newest.height },
			keyFrames: this.#keyFrameCount,
			jitter: this.#jitter / this.#clock,
		};
	}

	/** The first key frame whose first packet came at `time` (ms since 1970) or later, so high or higher, of the last 64. */
	keyFrameSince(time: number, height = 0): KeyFrame | undefined {
		return this.#keyFrames.find((keyFrame) => keyFrame.time >= time && keyFrame.height >= height);
	}

	/**
	 * When the first picture came that began at `time` or later and can be shown, of the last 256; ms since 1970. The server
	 * begins, and goes on after a pause and in another size, with a key frame.
	 */
	pictureSince(time: number): number | undefined {
		return this.#pictures.find((at) => at >= time);
	}

	/** See Gaps. */
	takeLongestGap(looked: number): LongestGap {
		return this.#gaps.take(looked);
	}

	/** The longest that the picture stood still since this was asked last; ms, 0 of sound. See PictureLoss. */
	takeLongestStand(looked: number): number {
		return this.#pictureLoss.takeLongestStand(looked);
	}

	/** A media packet, sealed, in the batch. */
	handlePacket(batch: DatagramBatch, offset: number, length: number, time: number, opener: SrtpOpener): void {
		const { view } = batch;
		const { highest: before, recovered } = this.#window;
		const index = this.#window.accept(view.getUint16(offset + 2), time);
		const timestamp = view.getUint32(offset + 4);
		this.#note(length, time, timestamp);
		const startsFrame = timestamp !== this.#timestamp && index > before;
		if (startsFrame) {
			if (before >= 0) this.#updateJitter(timestamp, time);
			this.#timestamp = timestamp;
			this.#frameAt = time;
		}
		// One that comes late may be the first of its frame.
		const peek = this.kind === 'video' && (startsFrame || this.#window.recovered > recovered);
		const check = index % checkEvery === 0;
		if (!peek) this.#pictureLoss.notePacket(time);
		if (!check && !peek) return;
		const headerBytes = rtpHeaderBytes(view, offset);
		const packet = batch.pointer + BigInt(offset);
		if (peek) this.#notePicture(opener.peekRtp(packet, this.ssrc, headerBytes, length, index), index, time);
		if (check && !opener.openRtp(packet, this.ssrc, headerBytes, length, index)) this.#forged++;
	}

	/** A packet of the retransmission stream (RFC 4588 §4): its payload begins with the sequence number it repeats. */
	handleRetransmission(batch: DatagramBatch, offset: number, length: number, time: number, opener: SrtpOpener): void {
		const index = this.#rtxWindow.accept(batch.view.getUint16(offset + 2), time);
		const ssrc = batch.view.getUint32(offset + 8);
		const headerBytes = rtpHeaderBytes(batch.view, offset);
		// One without payload is padding.
		if (length < headerBytes + 2 + srtpOverhead) return;
		const payload = opener.peekRtp(batch.pointer + BigInt(offset), ssrc, headerBytes, length, index);
		const before = this.#window.recovered;
		const repeated = this.#window.accept(payload.readUInt16BE(0), time);
		if (this.#window.recovered === before) return;
		this.#note(length, time, batch.view.getUint32(offset + 4));
		if (this.kind === 'video') this.#notePicture(payload.subarray(2), repeated, time);
	}

	/** Sequence numbers to ask for now; also gives up what is missing too long. */
	takeRequests(now: number): readonly number[] {
		return this.#window.takeRequests(now);
	}

	/** Whether to ask for a key frame now, as browsers do by themselves. */
	takeKeyFrameRequest(now: number): boolean {
		return this.kind === 'video' && this.#pictureLoss.takeRequest(now);
	}

	handleSenderReport(middle: number, time: number): void {
		this.#senderReport = { middle, time };
	}

	/** What came since the last report; undefined before the first packet. */
	takeReport(now: number): ReportBlock | undefined {
		const { expected, received, highest } = this.#window;
		if (highest < 0) return undefined;
		const expectedSince = expected - this.#reported.expected;
		const lostSince = Math.max(0, expectedSince - (received - this.#reported.received));
		this.#reported = { expected, received };
		return {
			ssrc: this.ssrc,
			fractionLost: expectedSince > 0 ? lostSince / expectedSince : 0,
			cumulativeLost: expected - received,
			extendedHighest: highest,
			jitter: this.#jitter,
			lastReport: this.#senderReport.middle,
			delay: now - this.#senderReport.time,
		};
	}

	#note(length: number, time: number, timestamp: number): void {
		this.#bytes += length;
		this.#firstPacketAt ??= time;
		this.#gaps.note(time, this.#latenessOf(timestamp));
		this.#lastPacketAt = time;
		if (this.kind === 'audio') this.passages.note(timestamp, time);
	}

	#notePicture(payload: Buffer, index: number, time: number): void {
		const start = readFrameStart(payload);
		if (start) this.#pictureLoss.noteFrame(index, time, start.keyFrame);
		this.#pictureLoss.notePacket(time);
		if (!start) return;
		const { keyFrame, width = 0, height = 0 } = start;
		if (keyFrame || this.#keyFrameCount > 0) this.#pictures.push(time);
		if (this.#pictures.length > picturesKept) this.#pictures.shift();
		if (!keyFrame) return this.passages.notePicture(payload.subarray(descriptorBytes), time);
		this.#keyFrameCount++;
		this.#keyFrames.push({ time, width, height });
		if (this.#keyFrames.length > keyFramesKept) this.#keyFrames.shift();
	}

	/** RFC 3550 §A.8, from the first packet of a frame to the next's: the others share its timestamp. */
	#updateJitter(timestamp: number, time: number): void {
		const transit = (time - this.#frameAt) * this.#clock - ((timestamp - this.#timestamp) | 0);
		this.#jitter += (Math.abs(transit) - this.#jitter) / 16;
	}
}
