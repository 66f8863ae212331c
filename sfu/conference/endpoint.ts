import type { RtpCapabilities, RtpParameters } from 'mediasoup/types';
import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { keyFrameRequestDelay, mayFallSilent } from './media-codecs.ts';
import type { Origin } from './origin.ts';
import type { ReceivedTracksPort } from './received-port.ts';
import { ReceivedTracks } from './received-tracks.ts';
import type { Seat } from './seat.ts';
import { SentTrack } from './sent-track.ts';
import type { Taker } from './taker.ts';
import { Trace } from './trace.ts';
import { WebRtcLeg, type TransportPair } from './webrtc-leg.ts';

/** What an endpoint needs from its conference. */
export interface EndpointPort extends Omit<ReceivedTracksPort, 'follow'> {
	/** Somebody who takes something is to follow. */
	follow(taker: Taker): void;
	/** A source was published, muted, unmuted or closed. */
	onSourceChanged(source: Source, track: SentTrack): void;
	/** Whether anybody takes a source of this endpoint. */
	isTaken(source: Source): boolean;
}

export interface EndpointOptions {
	id: string;
	/** A probe tests the network: it neither publishes nor receives. */
	probe: boolean;
	rtpCapabilities: RtpCapabilities;
	seat: Seat;
	transports: TransportPair;
	port: EndpointPort;
}

/** More of a source than anybody takes is not let in: each costs the worker as much as another source. */
const mostEncodings: Readonly<Record<Source, number>> = { camera: 3, screen: 2, microphone: 1 };

/** One participant's device in a conference: its leg, and what goes through it. */
export class Endpoint implements Origin {
	readonly id: string;
	readonly seat: Seat;
	readonly probe: boolean;
	readonly received: ReceivedTracks;
	readonly leg: WebRtcLeg;
	readonly trace: Trace;
	readonly #sent = new Map<Source, SentTrack>();
	readonly #port: EndpointPort;
	#closed = false;

	constructor({ id, probe, rtpCapabilities, seat, transports, port }: EndpointOptions) {
		this.id = id;
		this.seat = seat;
		this.probe = probe;
		this.#port = port;
		this.leg = new WebRtcLeg(transports, {
			endpointId: id,
			flowing: () => this.received.flowing,
			// Of what nobody takes nothing is sent, which is no fault of the link.
			sending: () =>
				new Map(
					[...this.#sent].flatMap(([source, { producer }]) =>
						port.isTaken(source) ? [[source, producer] as const] : [],
					),
				),
			asksOften: () => this.received.asksOften,
			noteRequests: (counts, now) => this.received.noteRequests(counts, now),
			countRequests: (byIt, ofIt) => seat.worker.countKeyFrames(byIt, ofIt),
			onUnrepaired: (consumerId) => this.received.renew(consumerId),
			onNarrowed: () => this.received.makeWay(),
			onCarrying: () => port.follow(this.received),
		});
		this.received = new ReceivedTracks(
			{ id, seat, leg: this.leg, rtpCapabilities },
			{
				...port,
				notify: (name, notice) => {
					port.notify(name, notice);
					if (name === 'consumer-created') this.#traceNew();
				},
				follow: () => port.follow(this.received),
			},
		);
		this.trace = new Trace(() => [
			...[...this.#sent].map(([source, { producer }]) => ({ stream: producer, sourceEndpointId: id, source })),
			...this.received.streams,
		]);
	}

	get sources(): Source[] {
		return [...this.#sent.keys()];
	}

	want(source: Source, layers: Layers): void {
		this.#port.notify('source-wanted', { source, layers });
	}

	requireSent(producerId: string): SentTrack {
		for (const track of this.#sent.values()) if (track.id === producerId) return track;
		throw new MediaError('producer-unknown', producerId);
	}

	getSent(source: Source): SentTrack | undefined {
		return this.#sent.get(source);
	}

	/**
	 * Publishes a source, replacing an earlier one of the same kind; returns the producer's id. Throws MediaError
	 * `source-refused`, `transport-unknown`, and what mediasoup refuses.
	 */
	async produce(source: Source, transportId: string, rtpParameters: RtpParameters, paused: boolean): Promise<string> {
		if (this.probe) throw new MediaError('source-refused', 'a probe publishes nothing');
		const { encodings = [] } = rtpParameters;
		if (encodings.length > mostEncodings[source])
			throw new MediaError('source-refused', `${encodings.length} encodings`);
		this.leg.requireSending(transportId);
		const producer = await this.leg.produce({
			kind: source === 'microphone' ? 'audio' : 'video',
			rtpParameters:
				source === 'screen' ? { ...rtpParameters, encodings: encodings.map(mayFallSilent) } : rtpParameters,
			paused,
			keyFrameRequestDelay,
			appData: { endpointId: this.id, source },
		});
		if (this.#closed) throw new MediaError('endpoint-unknown', this.id);
		const track: SentTrack = new SentTrack(producer, () => {
			if (this.#sent.get(source) === track) this.#port.onSourceChanged(source, track);
		});
		const former = this.#sent.get(source);
		this.#sent.set(source, track);
		former?.producer.close();
		this.#traceNew();
		producer.observer.once('close', () => {
			// One that was replaced is no news: its successor was announced.
			if (this.#sent.get(source) !== track) return;
			this.#sent.delete(source);
			this.#port.onSourceChanged(source, track);
		});
		this.#port.onSourceChanged(source, track);
		return producer.id;
	}

	#traceNew(): void {
		this.trace.follow().catch((error: unknown) => {
			this.#port.log.warn({ err: error, endpointId: this.id }, 'not traced');
		});
	}

	/** Idempotent; closes the leg and all that goes through it. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.trace.stop();
		this.received.close();
		this.leg.close();
	}
}
