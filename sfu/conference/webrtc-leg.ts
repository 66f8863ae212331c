import { isDeepStrictEqual } from 'node:util';
import type {
	Consumer,
	ConsumerOptions,
	DtlsParameters,
	IceParameters,
	Producer,
	ProducerOptions,
	WebRtcTransport,
} from 'mediasoup/types';
import type { Carrying } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { TransportOptions } from '#sfu/link/structures.ts';
import type { Leg, Load, Traffic } from './leg.ts';
import { Lift } from './lift.ts';
import { LinkMeter } from './link-meter.ts';
import { Narrowing, type Estimate } from './narrowing.ts';
import { initialOutgoingBitrate, leastOutgoingBitrate, maxIncomingBitrate } from './media-codecs.ts';
import type { Seat } from './seat.ts';

export interface TransportPair {
	readonly send: WebRtcTransport;
	readonly receive: WebRtcTransport;
}

/** One transport in each direction, as browsers have them: named as the endpoint sees them. */
export class WebRtcLeg implements Leg {
	readonly link: LinkMeter;
	readonly #transports: TransportPair;
	readonly #narrowing = new Narrowing();
	readonly #lift = new Lift(() => this.#setLeast());
	#carriesScreen = false;
	/** By transport: that it was connected, or is being, and with what. */
	readonly #connected = new Map<string, { dtlsParameters: DtlsParameters; done: Promise<void> }>();

	/** Throws what mediasoup throws when the seat goes. */
	static async createTransports({ router, worker }: Seat): Promise<TransportPair> {
		const create = () =>
			router.createWebRtcTransport({
				webRtcServer: worker.webRtcServer,
				enableUdp: true,
				enableTcp: true,
				preferUdp: true,
				initialAvailableOutgoingBitrate: initialOutgoingBitrate,
			});
		const [send, receive] = await Promise.all([create(), create()]);
		await Promise.all([
			send.setMaxIncomingBitrate(maxIncomingBitrate),
			receive.setMinOutgoingBitrate(leastOutgoingBitrate.picture),
			receive.enableTraceEvent(['bwe']),
		]);
		return { send, receive };
	}

	constructor(transports: TransportPair, traffic: Traffic) {
		this.#transports = transports;
		this.link = new LinkMeter(transports, traffic);
		transports.receive.on('trace', ({ type, info }) => {
			if (type !== 'bwe') return;
			const estimate = info as Estimate;
			this.#lift.note(estimate.availableBitrate, estimate.desiredBitrate, performance.now());
			if (this.#narrowing.take(estimate)) traffic.onNarrowed();
		});
	}

	get receiveId(): string {
		return this.#transports.receive.id;
	}

	get carrying(): Carrying {
		return this.link.carrying;
	}

	/** What the browser needs to build its side. */
	get options(): { send: TransportOptions; receive: TransportOptions } {
		const options = ({ id, iceParameters, iceCandidates, dtlsParameters }: WebRtcTransport) => {
			return { id, iceParameters, iceCandidates, dtlsParameters };
		};
		return { send: options(this.#transports.send), receive: options(this.#transports.receive) };
	}

	produce(options: ProducerOptions): Promise<Producer> {
		return this.#transports.send.produce(options);
	}

	consume(options: ConsumerOptions): Promise<Consumer> {
		return this.#transports.receive.consume(options);
	}

	carry({ screen, heldSmall, largeAlone }: Load): void {
		this.#lift.follow(heldSmall, largeAlone, performance.now());
		if (screen === this.#carriesScreen) return;
		this.#carriesScreen = screen;
		this.#setLeast();
	}

	/**
	 * Idempotent: whoever did not hear the answer asks again. Throws MediaError `transport-unknown`, and what mediasoup
	 * refuses.
	 */
	async connect(transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
		const transport = this.#require(transportId);
		const former = this.#connected.get(transportId);
		if (former && isDeepStrictEqual(former.dtlsParameters, dtlsParameters)) return former.done;
		const done = transport.connect({ dtlsParameters });
		this.#connected.set(transportId, { dtlsParameters, done });
		try {
			await done;
		} catch (error) {
			if (this.#connected.get(transportId)?.done === done) {
				if (former) this.#connected.set(transportId, former);
				else this.#connected.delete(transportId);
			}
			throw error;
		}
	}

	/** Throws as `connect`. */
	async restartIce(transportId: string): Promise<IceParameters> {
		return this.#require(transportId).restartIce();
	}

	/** Throws MediaError `transport-unknown`. */
	requireSending(transportId: string): void {
		if (transportId !== this.#transports.send.id) throw new MediaError('transport-unknown', transportId);
	}

	close(): void {
		this.#lift.close();
		this.#transports.receive.close();
		this.#transports.send.close();
	}

	#setLeast(): void {
		const { picture, withScreen } = leastOutgoingBitrate;
		const carried = this.#carriesScreen && !this.link.overfull ? withScreen : picture;
		// It is closed meanwhile, or its worker goes.
		this.#transports.receive.setMinOutgoingBitrate(Math.max(this.#lift.least, carried)).catch(() => {});
	}

	#require(transportId: string): WebRtcTransport {
		const { send, receive } = this.#transports;
		if (transportId === send.id) return send;
		if (transportId === receive.id) return receive;
		throw new MediaError('transport-unknown', transportId);
	}
}
