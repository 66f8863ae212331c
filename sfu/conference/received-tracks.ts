import { AwaitQueue, AwaitQueueStoppedError } from 'awaitqueue';
import type { Consumer, RtpCapabilities, WebRtcTransport } from 'mediasoup/types';
import type { Logger } from 'pino';
import type { EndpointNotice, Place, endpointNotices } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { applyPlace, layersOf, preferLayer, setPriorityOf } from './place-profile.ts';
import { diffStage, type PublishedSource, type SourceKey, type WantedTrack } from './stage-diff.ts';

/** What the tracks of one endpoint need from its conference. */
export interface ReceivedTracksPort {
	/** The stage now, and what is published now. */
	getPlaces(): ReadonlyMap<SourceKey, Place>;
	getPublished(): ReadonlyMap<SourceKey, PublishedSource>;
	notify<N extends keyof typeof endpointNotices>(name: N, notice: EndpointNotice<N>): void;
	log: Pick<Logger, 'warn' | 'debug'>;
}

interface ReceivedTrack {
	consumer: Consumer;
	producerId: string;
	published: PublishedSource;
	place: Place;
}

/** The consumers of one endpoint, kept in step with the stage. */
export class ReceivedTracks {
	readonly #endpointId: string;
	readonly #transport: WebRtcTransport;
	readonly #rtpCapabilities: RtpCapabilities;
	readonly #port: ReceivedTracksPort;
	readonly #tracks = new Map<SourceKey, ReceivedTrack>();
	/** One reconciliation at a time: two at once would create the same consumer twice. */
	readonly #queue = new AwaitQueue();
	#reconcileWaits = false;
	#closed = false;

	constructor(
		endpointId: string,
		transport: WebRtcTransport,
		rtpCapabilities: RtpCapabilities,
		port: ReceivedTracksPort,
	) {
		this.#endpointId = endpointId;
		this.#transport = transport;
		this.#rtpCapabilities = rtpCapabilities;
		this.#port = port;
	}

	get size(): number {
		return this.#tracks.size;
	}

	/** Follows the stage as it will be when the turn comes; calls in between cost nothing. */
	reconcile(): void {
		if (this.#reconcileWaits || this.#closed) return;
		this.#reconcileWaits = true;
		this.#queue
			.push(async () => {
				this.#reconcileWaits = false;
				await this.#reconcileNow();
			})
			.catch((error: unknown) => {
				if (!(error instanceof AwaitQueueStoppedError)) this.#port.log.warn({ err: error }, 'stage not followed');
			});
	}

	/** Tells anew which tracks there are: they and the notices of them change in one turn, so none falls between. */
	tellAll(): void {
		if (this.#closed) return;
		const consumers = [...this.#tracks.values()].map((track) => this.#describe(track));
		this.#port.notify('consumers', { transportId: this.#transport.id, consumers });
	}

	/** The browser can decode: media may flow. Throws MediaError `consumer-unknown`. */
	async resume(consumerId: string): Promise<void> {
		await this.#require(consumerId).resume();
	}

	/** Throws MediaError `consumer-unknown`. */
	async preferLayers(consumerId: string, spatialLayer: number): Promise<void> {
		await preferLayer(this.#require(consumerId), spatialLayer);
	}

	/** Idempotent. The consumers themselves go with their transport. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#queue.stop();
		this.#tracks.clear();
	}

	async #reconcileNow(): Promise<void> {
		const { getPlaces, getPublished } = this.#port;
		const diff = diffStage(this.#endpointId, getPlaces(), getPublished(), this.#tracks);
		for (const key of diff.close) {
			// One whose producer is gone is closed by mediasoup itself, which then says so.
			if (getPublished().get(key)?.producerId === this.#tracks.get(key)?.producerId) this.#closeTrack(key);
		}
		await Promise.all([
			...diff.move.map(({ key, place }) => this.#move(key, place)),
			...diff.create.map((wanted) => this.#create(wanted)),
		]);
	}

	async #create({ key, published, place }: WantedTrack): Promise<void> {
		let consumer: Consumer;
		try {
			consumer = await this.#transport.consume({
				producerId: published.producerId,
				rtpCapabilities: this.#rtpCapabilities,
				paused: true,
				// Lost audio packets are asked for again, too; silence is not forwarded.
				enableRtx: true,
				ignoreDtx: true,
				...layersOf(place),
			});
		} catch (error) {
			// Its producer or our transport went in the meantime, which brings the next reconciliation itself;
			// or this endpoint cannot decode it.
			if (!this.#closed) this.#port.log.debug({ err: error, key }, 'not consumed');
			return;
		}
		if (this.#closed) return;
		const track = { consumer, producerId: published.producerId, published, place };
		this.#tracks.set(key, track);
		consumer.once('producerclose', () => this.#handleProducerClosed(key, consumer));
		consumer.on('producerpause', () => this.#tellPaused(consumer));
		consumer.on('producerresume', () => this.#tellPaused(consumer));
		this.#port.notify('consumer-created', this.#describe(track));
		await this.#unlessClosed(consumer, setPriorityOf(consumer, place));
	}

	#describe({ consumer, published, place }: ReceivedTrack): EndpointNotice<'consumer-created'> {
		return {
			transportId: this.#transport.id,
			consumerId: consumer.id,
			producerId: published.producerId,
			sourceEndpointId: published.endpointId,
			source: published.source,
			place,
			kind: consumer.kind,
			rtpParameters: consumer.rtpParameters,
			paused: consumer.producerPaused,
		};
	}

	async #move(key: SourceKey, place: Place): Promise<void> {
		const track = this.#tracks.get(key);
		if (!track) return;
		track.place = place;
		this.#port.notify('consumer-moved', { consumerId: track.consumer.id, place });
		await this.#unlessClosed(track.consumer, applyPlace(track.consumer, place));
	}

	/** A consumer that closes while it is being adjusted needs no adjusting. */
	async #unlessClosed(consumer: Consumer, adjusting: Promise<void>): Promise<void> {
		try {
			await adjusting;
		} catch (error) {
			if (!consumer.closed) throw error;
		}
	}

	#closeTrack(key: SourceKey): void {
		const track = this.#tracks.get(key);
		if (!track) return;
		this.#tracks.delete(key);
		track.consumer.close();
		this.#port.notify('consumer-closed', { consumerId: track.consumer.id });
	}

	#handleProducerClosed(key: SourceKey, consumer: Consumer): void {
		if (this.#closed) return;
		// The source may have been published anew, and its new track may be here already.
		if (this.#tracks.get(key)?.consumer === consumer) this.#tracks.delete(key);
		this.#port.notify('consumer-closed', { consumerId: consumer.id });
	}

	#tellPaused(consumer: Consumer): void {
		if (!this.#closed)
			this.#port.notify('consumer-paused', { consumerId: consumer.id, paused: consumer.producerPaused });
	}

	#require(consumerId: string): Consumer {
		for (const { consumer } of this.#tracks.values()) if (consumer.id === consumerId) return consumer;
		throw new MediaError('consumer-unknown', consumerId);
	}
}
