import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type { DtlsParameters, IceParameters } from 'mediasoup/types';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { Recording } from '../recording/recording.ts';
import { epochNow } from './clock.ts';
import type { EndpointHost } from './endpoint-host.ts';
import { readCompound, rtcpTypes } from './rtcp/compound.ts';
import { readKeyFrameRequests, readNack } from './rtcp/feedback.ts';
import { readReportedSsrcs, writeSenderReport } from './rtcp/reports.ts';
import {
	SecureTransport,
	type TransportEvents,
	type TransportOptions,
	type TransportState,
} from './secure-transport.ts';
import { BadUplink, type UplinkLoss } from './sending/bad-uplink.ts';
import { SentCamera } from './sending/sent-camera.ts';
import type { Lateness } from './sending/lateness.ts';
import { extensionIds } from './sending/sent-extensions.ts';
import { SentMicrophone } from './sending/sent-microphone.ts';
import type { PacketSink, SentStream } from './sending/sent-stream.ts';
import type { DrivenTrack, SentTrack } from './sending/sent-track.ts';

/** −dBov of somebody who speaks into a good microphone. */
const speechLoudness = 25;
/** ms of sound in each packet of the recording, as most media profiles have it */
const recordedPacketTime = 40;

/** A site's sending side: one transport with a recorded camera and microphone. */
export class SendingTransport extends EventEmitter<TransportEvents> {
	readonly id: string;
	readonly #recording: Recording;
	readonly #lateness: Lateness;
	readonly #transport: SecureTransport;
	readonly #tracks = new Set<DrivenTrack>();
	readonly #bySsrc = new Map<number, { stream: SentStream; track: DrivenTrack }>();
	readonly #cname = randomBytes(8).toString('hex');
	readonly #sequence = Buffer.alloc(2);
	readonly #sink: PacketSink;
	readonly #uplink = new BadUplink();
	#count = 0;

	/** Throws where the server has no UDP candidate over IPv4. */
	constructor(host: EndpointHost, options: TransportOptions, recording: Recording) {
		super();
		this.id = options.id;
		this.#recording = recording;
		this.#lateness = host.lateness;
		this.#transport = new SecureTransport(host, options, {
			handleRtp: () => undefined,
			handleRtcp: (packet, time) => this.#handleRtcp(packet, time),
			handleRound: (now) => this.#handleRound(now),
			handleConnected: () => this.emit('connected'),
			handleFailed: (reason) => this.emit('failed', reason),
		});
		this.#sink = {
			sendRtp: (packet, ssrc, headerBytes, length, index) =>
				this.#loses(ssrc) || this.#transport.sendRtp(packet, ssrc, headerBytes, length, index),
			commonExtensions: () => {
				this.#sequence.writeUInt16BE((this.#sequence.readUInt16BE(0) + 1) & 0xffff);
				return [{ id: extensionIds.transportCc, value: this.#sequence }];
			},
			wake: () => this.#transport.hurry(),
		};
	}

	get state(): TransportState {
		return this.#transport.state;
	}

	/** For the server's `connect`. */
	get dtlsParameters(): DtlsParameters {
		return this.#transport.dtlsParameters;
	}

	/** Call it when the server's `connect` was acknowledged; see SecureTransport. Idempotent. */
	start(): void {
		this.#transport.start();
	}

	restartIce(iceParameters: IceParameters): void {
		this.#transport.restartIce(iceParameters);
	}

	/** So much is lost on the way from now on. */
	lose(loss: UplinkLoss): void {
		this.#uplink.loss = loss;
	}

	/**
	 * Sends from now on, or from when the transport is connected. What the server does not know yet it throws away, as
	 * with a browser, which does not wait for the answer to `produce` either.
	 */
	produce(source: Source, { loudness = speechLoudness, packetTime = recordedPacketTime } = {}): SentTrack {
		const mid = String(this.#count++);
		const { camera, microphone } = this.#recording;
		const track =
			source === 'microphone'
				? new SentMicrophone(
						mid,
						this.#cname,
						microphone,
						{ loudness, packetTime, lateness: this.#lateness },
						this.#sink,
					)
				: // Of a screen there is no recording: the camera's two largest are about as much as those of one that moves.
					new SentCamera(mid, this.#cname, source === 'camera' ? camera : camera.slice(-2), this.#sink);
		this.#tracks.add(track);
		for (const stream of track.streams) this.#bySsrc.set(stream.ssrc, { stream, track });
		this.#transport.hurry();
		return track;
	}

	/** `silently`: without DTLS' goodbye, as when the power goes. Idempotent. */
	close(silently = false): void {
		for (const track of this.#tracks) track.close();
		this.#tracks.clear();
		this.#transport.close(silently);
	}

	#loses(ssrc: number): boolean {
		// Of pictures, what is sent again is a stream of its own (RFC 4588).
		const arrives = this.#uplink.loss.repairsArrive === true && !this.#bySsrc.has(ssrc);
		return !arrives && this.#uplink.loses();
	}

	#handleRtcp(compound: Buffer, time: number): void {
		const wanted = new Set<DrivenTrack>();
		for (const packet of readCompound(compound)) {
			for (const ssrc of readKeyFrameRequests(packet)) {
				const track = this.#bySsrc.get(ssrc)?.track;
				if (track) wanted.add(track);
			}
			const nack = readNack(packet);
			const asked = nack && this.#bySsrc.get(nack.media)?.stream;
			if (!this.#uplink.loss.forGood) for (const sequence of nack?.sequences ?? []) asked?.resend(sequence, time);
			if (packet.type !== rtcpTypes.rr) continue;
			for (const ssrc of readReportedSsrcs(packet.body, packet.count)) this.#bySsrc.get(ssrc)?.stream.handleHeardOf();
		}
		for (const track of wanted) track.handleKeyFrameRequest(time);
	}

	#forget(track: DrivenTrack): void {
		this.#tracks.delete(track);
		for (const { ssrc } of track.streams) this.#bySsrc.delete(ssrc);
	}

	#handleRound(now: number): number | undefined {
		let next = Infinity;
		for (const track of this.#tracks) {
			if (track.closed) this.#forget(track);
			next = Math.min(next, track.handleTime(now));
			for (const stream of track.streams) {
				const report = stream.takeReport(now);
				if (report) this.#transport.sendRtcp(writeSenderReport(report, this.#cname));
			}
		}
		return next === Infinity ? undefined : Math.max(0, next - epochNow());
	}
}
