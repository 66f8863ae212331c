import type { Consumer, RtpCapabilities } from 'mediasoup/types';
import type { EndpointNotice, Layer } from '#sfu/link/contract-endpoint.ts';
import { flowOf, type Flow, type FlowCircumstances } from './flow.ts';
import { KeyFrameRequests } from './key-frame-requests.ts';
import type { Leg } from './leg.ts';
import type { Lease } from './pipes.ts';
import { Ripening } from './ripening.ts';
import type { HeldTrack, PublishedSource, Standing, WantedTrack } from './stage-diff.ts';

/** What of a track's circumstances its endpoint knows. */
export type EndpointCircumstances = Pick<FlowCircumstances, 'shedding' | 'carrying'>;

/**
 * So long nothing larger is tried after a way has become narrow: as mediasoup does (BweDowngradeConservativeMs), which forgets it
 * when a consumer is paused. ms
 */
const narrowFor = 10_000;

/** Of what flows over a line so long nothing may come, before there is no room for it. ms */
const starvesAfter = 1_500;

/** What a track is made by. */
interface Making {
	readonly leg: Leg;
	readonly rtpCapabilities: RtpCapabilities;
	/** Makes a producer one that the leg's router has; rejects when it is gone. */
	readonly lead: (published: PublishedSource) => Promise<Lease>;
	readonly circumstances: EndpointCircumstances;
}

/** One track that one endpoint receives: a consumer, and what is to flow through it. */
export class ReceivedTrack implements HeldTrack {
	readonly consumer: Consumer;
	readonly published: PublishedSource;
	readonly #lease: Lease;
	#standing: Standing;
	#watched: Layer | null | undefined;
	/** What the worker was told last; a consumer is created paused. */
	#flow: Flow;
	#leaving: NodeJS.Timeout | undefined;
	#sought = false;
	readonly #requests = new KeyFrameRequests();
	#room: Layer = 2;
	#widening: NodeJS.Timeout | undefined;
	#starves = false;
	/** what `onSmall` was told of */
	#saidSmall = false;
	#starving: NodeJS.Timeout | undefined;
	readonly #ripening = new Ripening(() => this.#takeLarger());
	/** `takesSmall` has changed. */
	onSmall: () => void = () => {};
	/** It begins together with others, in a moment, and not before. */
	waits = false;
	/** What its endpoint said last of how it is shown; undefined: nothing yet. */
	told: Layer | null | undefined;

	/** Rejects where the source is gone, or with what mediasoup refuses (UnsupportedError: this endpoint cannot decode it). */
	static async make({ published, place }: WantedTrack, making: Making): Promise<ReceivedTrack> {
		const { leg, rtpCapabilities, circumstances } = making;
		const { source, producerId } = published;
		const first = flowOf({ source, standing: place, watched: undefined, ...circumstances });
		const lease = await making.lead(published);
		try {
			const consumer = await leg.consume({
				producerId,
				rtpCapabilities,
				paused: true,
				// Lost audio packets are asked for again, too; silence is not forwarded.
				enableRtx: true,
				ignoreDtx: true,
				...(source === 'microphone' ? {} : { preferredLayers: { spatialLayer: first.layer } }),
			});
			return new ReceivedTrack(consumer, published, place, lease, first);
		} catch (error) {
			lease.release();
			throw error;
		}
	}

	/** The consumer must have been created paused, and with this layer; it is given its priority at once. */
	constructor(
		consumer: Consumer,
		published: PublishedSource,
		standing: Standing,
		lease: Lease,
		{ layer, priority }: Pick<Flow, 'layer' | 'priority'>,
	) {
		this.consumer = consumer;
		this.published = published;
		this.#standing = standing;
		this.#lease = lease;
		this.#flow = { flowing: false, layer, priority };
		// Sound needs no key frame: what comes before its endpoint is ready is not missed, and nothing is to be said of its size.
		if (consumer.kind === 'audio') this.#watched = this.told = 0;
		// Not when it begins to flow: hundreds begin in one moment, and wait for each other. Where it is refused it is gone.
		if (consumer.kind === 'video') consumer.setPriority(priority).catch(() => {});
		if (consumer.type === 'simulcast') {
			consumer.on('layerschange', (layers) => this.#noteLayer(layers?.spatialLayer));
			consumer.on('score', ({ producerScores }) => this.#ripening.take(producerScores));
		}
	}

	get producerId(): string {
		return this.published.producerId;
	}

	get standing(): Standing {
		return this.#standing;
	}

	get watched(): Layer | null | undefined {
		return this.#watched;
	}

	get flowing(): boolean {
		return this.#flow.flowing;
	}

	/** It flows, and nothing has come of it to its endpoint since. */
	get lacksKeyFrame(): boolean {
		return this.flowing && this.consumer.type === 'simulcast' && this.consumer.currentLayers === undefined;
	}

	/** It comes over a line, and its endpoint gets the small layer, or nothing, since there is no room on its way for the large one. */
	get takesSmall(): boolean {
		return (
			this.flowing &&
			(this.#starves || (this.published.overLine === true && this.consumer.currentLayers?.spatialLayer === 0))
		);
	}

	/** It is to be larger, and the small one comes. */
	get heldSmall(): boolean {
		return this.takesSmall && !this.#starves && this.#flow.layer > 0;
	}

	/** It comes over a line, and large; nothing of the small one does, to which the worker could change. */
	get largeAlone(): boolean {
		const [small] = this.consumer.score.producerScores;
		return this.published.overLine === true && this.flowing && !this.takesSmall && small === 0;
	}

	/** The worker itself sends no layer of it; rejects with what mediasoup refuses. */
	async hasNoLayer(): Promise<boolean> {
		const dump = await this.consumer.dump();
		return 'currentSpatialLayer' in dump && dump.currentSpatialLayer < 0;
	}

	/** Something of it comes from its sender. */
	get arrives(): boolean {
		return this.consumer.score.producerScores.some((score) => score > 0);
	}

	/** A key frame was asked for, since it was shown otherwise, because nothing came. */
	get sought(): boolean {
		return this.#sought;
	}

	/** The largest layer for whom asks for key frames so often, or whose way has just become narrow. */
	get calmed(): Layer {
		return Math.min(this.#requests.most, this.#room) as Layer;
	}

	/** It asks for key frames again and again. */
	get asksOften(): boolean {
		return this.#requests.isSuspect;
	}

	/** How many key frames its endpoint has asked for so far; returns whether it is to be sent another layer. */
	noteRequests(count: number, now: number): boolean {
		const { most } = this.#requests;
		this.#requests.take(count, this.#flow.layer, now);
		return this.#requests.most !== most;
	}

	/** From now on it is shown as its endpoint said last. */
	takeUp(): void {
		this.#watched = this.told;
		this.#sought = false;
	}

	/** Asks for a key frame; rejects with what mediasoup refuses. */
	async seek(): Promise<void> {
		this.#sought = true;
		await this.consumer.requestKeyFrame();
	}

	/** `give up` is called when it has been leaving for `keep` ms. */
	stand(standing: Standing, keep: number, giveUp: () => void): void {
		this.#standing = standing;
		clearTimeout(this.#leaving);
		if (standing === 'leaving') this.#leaving = setTimeout(giveUp, keep);
	}

	flowIn(circumstances: EndpointCircumstances): Flow {
		return flowOf(this.#circumstances(circumstances));
	}

	/**
	 * Where a picture is about to become smaller, the larger one goes on no longer: the worker would send it until the smaller
	 * one's key frame comes, half a second perhaps, into a way that does not carry it, and the voice would wait behind it or
	 * be lost. `wider` is called when a larger one may be tried again. Rejects with what mediasoup refuses.
	 */
	async makeWay(wider: () => void): Promise<void> {
		const { consumer } = this;
		// Nothing is smaller than the smallest.
		if (!this.flowing || !consumer.currentLayers?.spatialLayer) return;
		const dump = await consumer.dump();
		if (!('targetSpatialLayer' in dump) || dump.targetSpatialLayer >= dump.currentSpatialLayer) return;
		// Meanwhile it may have become smaller by itself, or stopped.
		if (!this.flowing || consumer.currentLayers?.spatialLayer !== dump.currentSpatialLayer) return;
		const layer = Math.max(0, dump.targetSpatialLayer) as Layer;
		this.#room = layer;
		this.#flow = { ...this.#flow, layer };
		clearTimeout(this.#widening);
		this.#widening = setTimeout(() => {
			this.#room = 2;
			wider();
		}, narrowFor);
		await Promise.all([consumer.setPreferredLayers({ spatialLayer: layer }), consumer.pause(), consumer.resume()]);
	}

	/** What is to flow needs a key frame: it begins, or becomes larger. */
	needsKeyFrame({ flowing, layer }: Flow): boolean {
		if (!flowing) return false;
		return !this.#flow.flowing || (layer > this.#flow.layer && this.consumer.type === 'simulcast');
	}

	/** Tells the worker all that has changed; rejects with what mediasoup refuses. */
	async apply(flow: Flow): Promise<void> {
		const { consumer } = this;
		const before = this.#flow;
		// What does not flow needs neither another layer nor another priority: they are set when it begins to.
		const now = flow.flowing ? flow : { ...before, flowing: false };
		this.#flow = now;
		const requests: Promise<void>[] = [];
		if (flow.flowing && consumer.kind === 'video') {
			if (flow.layer !== before.layer && consumer.type === 'simulcast')
				requests.push(consumer.setPreferredLayers({ spatialLayer: flow.layer }));
			if (flow.priority !== before.priority) requests.push(consumer.setPriority(flow.priority));
		}
		if (flow.flowing !== before.flowing) {
			if (consumer.type === 'simulcast') this.#noteLayer(consumer.currentLayers?.spatialLayer);
			requests.push(this.#lease.take(flow.flowing));
			requests.push(flow.flowing ? consumer.resume() : consumer.pause());
		}
		try {
			await Promise.all(requests);
		} catch (error) {
			// What the worker did not take is told again with the next change, and not believed meanwhile.
			if (this.#flow === now) this.#flow = before;
			throw error;
		}
	}

	/** `muted`: by its sender, as it is now. */
	describe(transportId: string, muted: boolean): EndpointNotice<'consumer-created'> {
		const { consumer, published } = this;
		return {
			transportId,
			consumerId: consumer.id,
			producerId: published.producerId,
			sourceEndpointId: published.endpointId,
			source: published.source,
			kind: consumer.kind,
			rtpParameters: consumer.rtpParameters,
			muted,
			viewed: this.#standing === 'view',
		};
	}

	/** Idempotent; closes the consumer. */
	close(): void {
		clearTimeout(this.#leaving);
		clearTimeout(this.#widening);
		clearTimeout(this.#starving);
		this.#ripening.close();
		this.#lease.release();
		this.consumer.close();
	}

	/** Which layer comes has changed, or it begins to flow. */
	#noteLayer(layer: number | undefined): void {
		if (!this.published.overLine) return;
		if (this.flowing && layer === undefined) this.#starving ??= setTimeout(() => this.#starve(), starvesAfter);
		else {
			clearTimeout(this.#starving);
			this.#starving = undefined;
			this.#starves = false;
		}
		if (this.takesSmall === this.#saidSmall) return;
		this.#saidSmall = this.takesSmall;
		this.onSmall();
	}

	/**
	 * Of a picture that comes over a line the large layer alone may be there, for which this way has no room. The small one, which is
	 * sent because of that, is not taken for as long as the clocks of the two are not known to be one: begun anew it is.
	 */
	#starve(): void {
		const { consumer } = this;
		if (!this.lacksKeyFrame || !this.arrives || consumer.producerPaused) return;
		this.#starves = this.#saidSmall = true;
		this.onSmall();
		// Where they are refused it is gone.
		for (const done of [consumer.pause(), consumer.resume()]) done.catch(() => {});
	}

	/**
	 * The worker looks for larger layers once a second, and at once when another one is preferred: all receivers of the picture
	 * then ask for the same key frame, as soon as they may.
	 */
	#takeLarger(): void {
		const { consumer } = this;
		const { flowing, layer } = this.#flow;
		const taken = consumer.currentLayers?.spatialLayer ?? -1;
		if (!flowing || layer === 0 || taken >= Math.min(layer, this.#ripening.largest)) return;
		for (const spatialLayer of [Math.max(0, taken), layer])
			// Where it cannot, it looks by itself a moment later, or is gone.
			consumer.setPreferredLayers({ spatialLayer }).catch(() => {});
	}

	#circumstances(known: EndpointCircumstances): FlowCircumstances {
		return {
			source: this.published.source,
			standing: this.#standing,
			watched: this.#watched,
			calmed: this.calmed,
			...known,
		};
	}
}
