import type { RtpParameters } from 'mediasoup/types';
import type { RecordedLayer } from '../../recording/recording.ts';
import { epochNow } from '../clock.ts';
import { repairedRidUri, ridUri } from '../rtp/uris.ts';
import { Passages } from '../rtp/passages.ts';
import { descriptorBytes, splitFrame, writeDescriptor } from '../rtp/vp8.ts';
import { CameraPlayer, type PlayedFrame } from './camera-player.ts';
import { Pacer } from './pacer.ts';
import { extensionIds, headerExtensionsOf, name } from './sent-extensions.ts';
import { type PacketSink, SentStream } from './sent-stream.ts';
import { type DrivenTrack, FrameClock, type SentCounters } from './sent-track.ts';

/** ms: 30 frames a second. */
const frameInterval = 1000 / 30;
/** Bytes of payload in a packet: libwebrtc's 1,200 less header, extensions and seal. */
const mostPayload = 1120;
/** ms. Requests that follow sooner are not answered again, as in libwebrtc (EncoderRtcpFeedback). */
const keyFrameEvery = 300;
/** ms between looks at the pacer. */
const paceEvery = 4;
const payloadType = 96;
const rtxPayloadType = 97;

/** The recorded camera on its way: VP8, simulcast by RID, retransmissions on streams of their own. */
export class SentCamera implements DrivenTrack {
	readonly kind = 'video';
	readonly passages = new Passages();
	readonly rtpParameters: RtpParameters;
	readonly streams: readonly SentStream[];
	readonly #layers: readonly RecordedLayer[];
	readonly #player: CameraPlayer;
	readonly #sink: PacketSink;
	readonly #clock = new FrameClock(frameInterval);
	readonly #pacer = new Pacer();
	#keyFrames = 0;
	#keyFrameRequests = 0;
	#lastAnswered = 0;
	#closed = false;

	constructor(mid: string, cname: string, layers: readonly RecordedLayer[], sink: PacketSink) {
		this.#layers = layers;
		this.#player = new CameraPlayer(layers);
		this.#sink = sink;
		this.streams = layers.map((_, layer) => {
			const names = [name(extensionIds.mid, mid)];
			const rid = `r${layer}`;
			return new SentStream(
				{
					clockRate: 90_000,
					payloadType,
					rtxPayloadType,
					names: [...names, name(extensionIds.rid, rid)],
					rtxNames: [...names, name(extensionIds.repairedRid, rid)],
					reportEvery: 1000,
				},
				sink,
			);
		});
		this.rtpParameters = {
			mid,
			codecs: [
				{
					mimeType: 'video/VP8',
					payloadType,
					clockRate: 90_000,
					parameters: {},
					rtcpFeedback: [
						{ type: 'transport-cc' },
						{ type: 'ccm', parameter: 'fir' },
						{ type: 'nack' },
						{ type: 'nack', parameter: 'pli' },
					],
				},
				{ mimeType: 'video/rtx', payloadType: rtxPayloadType, clockRate: 90_000, parameters: { apt: payloadType } },
			],
			headerExtensions: headerExtensionsOf([
				[ridUri, extensionIds.rid],
				[repairedRidUri, extensionIds.repairedRid],
			]),
			encodings: layers.map(({ bitrate }, layer) => {
				return { rid: `r${layer}`, maxBitrate: bitrate, scalabilityMode: 'L1T3' };
			}),
			rtcp: { cname, reducedSize: true },
		};
	}

	get counters(): SentCounters {
		const sum = (of: (stream: SentStream) => number) => this.streams.reduce((total, stream) => total + of(stream), 0);
		return {
			packets: sum(({ packets }) => packets),
			bytes: sum(({ payloadBytes }) => payloadBytes),
			resent: sum(({ resent }) => resent),
			keyFrames: this.#keyFrames,
			keyFrameRequests: this.#keyFrameRequests,
			skipped: this.#clock.skipped,
		};
	}

	setLayers(count: number): void {
		if (this.#player.active === 0) this.#clock.resume(epochNow());
		this.#player.setActive(count);
		this.#sink.wake();
	}

	get closed(): boolean {
		return this.#closed;
	}

	close(): void {
		this.#closed = true;
		this.#pacer.clear();
	}

	handleKeyFrameRequest(now: number): void {
		this.#keyFrameRequests++;
		if (now - this.#lastAnswered < keyFrameEvery) return;
		this.#lastAnswered = now;
		this.#player.requestKeyFrame();
	}

	handleTime(now: number): number {
		if (this.#closed) return Infinity;
		const resting = this.#player.active === 0;
		if (!resting) this.#encode(now);
		// What was encoded before a rest still goes out, or the stream would have a gap.
		this.#pacer.handleTime(now, this.#bitrate);
		if (!this.#pacer.empty) return now + paceEvery;
		return resting ? Infinity : this.#clock.next;
	}

	/** bit/s of all layers: what a browser's pacer is set to while the link allows it. */
	get #bitrate(): number {
		return this.#layers.reduce((sum, { bitrate }) => sum + bitrate, 0);
	}

	#encode(now: number): void {
		for (let time = this.#clock.take(now); time !== undefined; time = this.#clock.take(now)) {
			const frames = this.#player.next();
			if (frames.some(({ keyFrame }) => keyFrame)) this.#keyFrames++;
			for (const frame of frames) this.#queue(frame, time);
		}
	}

	#queue({ layer, bytes, keyFrame, descriptor }: PlayedFrame, time: number): void {
		const stream = this.streams[layer];
		if (!stream) return;
		if (!keyFrame) this.passages.notePicture(bytes, time);
		let at = 0;
		for (const length of splitFrame(bytes.length, mostPayload)) {
			const head = Buffer.alloc(descriptorBytes);
			writeDescriptor(head, 0, descriptor, at === 0);
			const part = bytes.subarray(at, at + length);
			at += length;
			const packet = stream.prepare(time, at === bytes.length, [head, part]);
			this.#pacer.push(length, () => stream.send(packet));
		}
	}
}
