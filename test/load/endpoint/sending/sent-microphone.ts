import type { RtpParameters } from 'mediasoup/types';
import { epochNow } from '../clock.ts';
import { Passages } from '../rtp/passages.ts';
import type { Lateness } from './lateness.ts';
import { audioLevel, audioLevelExtension, extensionIds, headerExtensionsOf, name } from './sent-extensions.ts';
import { type PacketSink, SentStream } from './sent-stream.ts';
import { type DrivenTrack, FrameClock, type SentCounters } from './sent-track.ts';

const payloadType = 111;

/** Somebody who speaks all the time, so that DTX never comes to it. */
export class SentMicrophone implements DrivenTrack {
	readonly kind = 'audio';
	readonly passages = new Passages();
	readonly rtpParameters: RtpParameters;
	readonly streams: readonly [SentStream];
	readonly #frames: readonly Buffer[];
	readonly #sink: PacketSink;
	readonly #clock: FrameClock;
	readonly #lateness: Lateness;
	/** in every packet, as it is at that moment */
	readonly #level: Buffer;
	#position = 0;
	#active = true;
	#closed = false;
	/** The first packet after silence carries the marker (RFC 3551 §4.1). */
	#begins = true;

	/**
	 * `frames`: Opus packets; `loudness`: what the audio level extension says, in −dBov; `packetTime`: between two packets,
	 * in ms; `lateness` is told of packets that leave late.
	 */
	constructor(
		mid: string,
		cname: string,
		frames: readonly Buffer[],
		{ loudness, packetTime, lateness }: { loudness: number; packetTime: number; lateness: Lateness },
		sink: PacketSink,
	) {
		this.#clock = new FrameClock(packetTime);
		this.#frames = frames;
		this.#sink = sink;
		this.#lateness = lateness;
		const names = [name(extensionIds.mid, mid)];
		const level = audioLevel(loudness);
		this.#level = level.value;
		const extensions = [level];
		const stream = new SentStream({ clockRate: 48_000, payloadType, names, extensions, reportEvery: 5000 }, sink);
		this.streams = [stream];
		this.rtpParameters = {
			mid,
			codecs: [
				{
					mimeType: 'audio/opus',
					payloadType,
					clockRate: 48_000,
					channels: 2,
					parameters: { minptime: 10, useinbandfec: 1, usedtx: 1 },
					rtcpFeedback: [{ type: 'transport-cc' }, { type: 'nack' }],
				},
			],
			headerExtensions: headerExtensionsOf([audioLevelExtension]),
			encodings: [{ ssrc: stream.ssrc, dtx: true, maxBitrate: 40_000 }],
			rtcp: { cname, reducedSize: true },
		};
	}

	get counters(): SentCounters {
		const [{ packets, payloadBytes, resent }] = this.streams;
		return { packets, bytes: payloadBytes, resent, keyFrames: 0, keyFrameRequests: 0, skipped: this.#clock.skipped };
	}

	/** Louder or quieter from the next packet on, in −dBov: its packets say so, whatever is in them. */
	setLoudness(loudness: number): void {
		audioLevel(loudness).value.copy(this.#level);
	}

	setLayers(count: number): void {
		const active = count > 0;
		if (active && !this.#active) {
			this.#clock.resume(epochNow());
			this.#begins = true;
		}
		this.#active = active;
		this.#sink.wake();
	}

	get closed(): boolean {
		return this.#closed;
	}

	close(): void {
		this.#closed = true;
	}

	handleKeyFrameRequest(): void {
		// Sound has none.
	}

	handleTime(now: number): number {
		if (this.#closed || !this.#active) return Infinity;
		const [stream] = this.streams;
		for (let time = this.#clock.take(now); time !== undefined; time = this.#clock.take(now)) {
			const frame = this.#frames[this.#position++ % this.#frames.length];
			if (frame) {
				const packet = stream.prepare(time, this.#begins, [frame]);
				this.#lateness.note(packet.timestamp, epochNow() - time);
				this.passages.note(packet.timestamp, time);
				stream.send(packet);
			}
			this.#begins = false;
		}
		return this.#clock.next;
	}
}
