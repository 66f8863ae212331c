import { EventEmitter } from 'node:events';
import type { DtlsParameters, IceParameters } from 'mediasoup/types';
import type { SrtpOpener } from './dtls/srtp-session.ts';
import type { EndpointHost } from './endpoint-host.ts';
import { type ConsumerOptions, ReceivedTrack } from './received-track.ts';
import { readCompound, rtcpTypes } from './rtcp/compound.ts';
import { writeNack, writePli } from './rtcp/feedback.ts';
import { readSenderReport, writeReceiverReport } from './rtcp/reports.ts';
import { TransportFeedback } from './rtcp/transport-feedback.ts';
import { readExtension16 } from './rtp/header.ts';
import { transportCcUri } from './rtp/uris.ts';
import {
	SecureTransport,
	type TransportEvents,
	type TransportOptions,
	type TransportState,
} from './secure-transport.ts';

/** Our own SSRC in RTCP: a receiver has none; libwebrtc's number for that. */
const ownSsrc = 1;
/** ms, as Chromium: receiver reports on video, and congestion control feedback. */
const reportEvery = 1000;
const feedbackEvery = 100;

/** A site's receiving side: one transport with the tracks that come and go on it. */
export class ReceivingTransport extends EventEmitter<TransportEvents> {
	readonly id: string;
	readonly #host: EndpointHost;
	readonly #transport: SecureTransport;
	readonly #tracks = new Map<string, ReceivedTrack>();
	readonly #bySsrc = new Map<number, ReceivedTrack>();
	readonly #byRtxSsrc = new Map<number, ReceivedTrack>();
	readonly #feedback = new TransportFeedback();
	#transportCcId = 0;
	#feedbackSsrc = 0;
	#nextReport = 0;
	#nextFeedback = 0;
	#strays = 0;
	#lookedAt = 0;

	/** Throws where the server has no UDP candidate over IPv4. */
	constructor(host: EndpointHost, options: TransportOptions) {
		super();
		this.id = options.id;
		this.#host = host;
		this.#transport = new SecureTransport(host, options, {
			handleRtp: (offset, length, time, opener) => this.#handleRtp(offset, length, time, opener),
			handleRtcp: (packet, time) => this.#handleRtcp(packet, time),
			handleRound: (now) => this.#handleRound(now),
			handleConnected: () => this.emit('connected'),
			handleFailed: (reason) => this.emit('failed', reason),
		});
	}

	get state(): TransportState {
		return this.#transport.state;
	}

	/** The server's UDP port that it is, or will be, connected to. */
	get remotePort(): number {
		return this.#transport.remotePort;
	}

	/** The server's IPv4 address, likewise. */
	get remoteAddress(): string {
		return this.#transport.remoteAddress;
	}

	/** For the server's `connect`. */
	get dtlsParameters(): DtlsParameters {
		return this.#transport.dtlsParameters;
	}

	get tracks(): ReadonlyMap<string, ReceivedTrack> {
		return this.#tracks;
	}

	/** RTP packets of no track of ours: a bandwidth probe's, or those of a track just dropped. */
	get strays(): number {
		return this.#strays;
	}

	/** ms since 1970: all that came until then has been counted. 0: it has not begun. */
	get lookedAt(): number {
		return this.#lookedAt;
	}

	/** Call it when the server's `connect` was acknowledged; see SecureTransport. Idempotent. */
	start(): void {
		this.#transport.start();
	}

	restartIce(iceParameters: IceParameters): void {
		this.#transport.restartIce(iceParameters);
	}

	/** Before or after `start`; the same consumer again gives the track there is. Throws on parameters without SSRC. */
	consume(options: ConsumerOptions): ReceivedTrack {
		const known = this.#tracks.get(options.consumerId);
		if (known) return known;
		const track = new ReceivedTrack(options, (timestamp) => this.#host.lateness.of(timestamp));
		this.#tracks.set(track.consumerId, track);
		this.#bySsrc.set(track.ssrc, track);
		if (track.rtxSsrc !== undefined) this.#byRtxSsrc.set(track.rtxSsrc, track);
		const { headerExtensions = [], codecs } = options.rtpParameters;
		// mediasoup estimates from video only, and then wants to hear of the audio packets, too.
		if (codecs.some(({ rtcpFeedback = [] }) => rtcpFeedback.some(({ type }) => type === 'transport-cc'))) {
			this.#transportCcId = headerExtensions.find(({ uri }) => uri === transportCcUri)?.id ?? this.#transportCcId;
			this.#feedbackSsrc ||= track.ssrc;
		}
		return track;
	}

	/** The track as it was at the end; undefined: there is none of this consumer. */
	drop(consumerId: string): ReceivedTrack | undefined {
		const track = this.#tracks.get(consumerId);
		if (!track) return undefined;
		this.#tracks.delete(consumerId);
		this.#bySsrc.delete(track.ssrc);
		if (track.rtxSsrc !== undefined) this.#byRtxSsrc.delete(track.rtxSsrc);
		return track;
	}

	/** Asks for a key frame (PLI). False: no such track, or not connected. */
	requestKeyFrame(consumerId: string): boolean {
		const track = this.#tracks.get(consumerId);
		if (!track || this.state !== 'connected') return false;
		this.#transport.sendRtcp(writePli(ownSsrc, track.ssrc));
		return true;
	}

	/** `silently`: without DTLS' goodbye, as when the power goes. Idempotent. */
	close(silently = false): void {
		this.#transport.close(silently);
	}

	#handleRtp(offset: number, length: number, time: number, opener: SrtpOpener): void {
		const { batch } = this.#host;
		if (this.#transportCcId !== 0) {
			const sequence = readExtension16(batch.view, offset, this.#transportCcId);
			if (sequence >= 0) this.#feedback.accept(sequence, time);
		}
		const ssrc = batch.view.getUint32(offset + 8);
		const track = this.#bySsrc.get(ssrc);
		if (track) return track.handlePacket(batch, offset, length, time, opener);
		const repeats = this.#byRtxSsrc.get(ssrc);
		if (repeats) repeats.handleRetransmission(batch, offset, length, time, opener);
		else this.#strays++;
	}

	#handleRtcp(compound: Buffer, time: number): void {
		for (const { type, body } of readCompound(compound)) {
			const report = type === rtcpTypes.sr ? readSenderReport(body) : undefined;
			if (report) this.#bySsrc.get(report.ssrc)?.handleSenderReport(report.middle, time);
		}
	}

	#handleRound(now: number): undefined {
		this.#lookedAt = now;
		for (const track of this.#tracks.values()) {
			const wanted = track.takeRequests(now);
			if (wanted.length > 0 && track.asksAgain) this.#transport.sendRtcp(writeNack(ownSsrc, track.ssrc, wanted));
			if (track.takeKeyFrameRequest(now) && this.requestKeyFrame(track.consumerId)) this.#host.keyFrameRequests++;
		}
		if (now >= this.#nextFeedback) {
			this.#nextFeedback = now + feedbackEvery;
			const packet = this.#feedback.take(ownSsrc, this.#feedbackSsrc);
			if (packet) this.#transport.sendRtcp(packet);
		}
		if (now >= this.#nextReport) {
			// Not all sites at once.
			this.#nextReport = now + reportEvery * (0.5 + Math.random());
			const blocks = [...this.#tracks.values()].flatMap((track) => track.takeReport(now) ?? []);
			if (blocks.length > 0) this.#transport.sendRtcp(writeReceiverReport(ownSsrc, blocks.slice(0, 31)));
		}
		return undefined;
	}
}
