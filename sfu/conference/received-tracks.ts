import type { Consumer, RtpCapabilities } from 'mediasoup/types';
import type { EndpointNotice, Layer, Layers } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { Attempts } from './attempts.ts';
import { layersFor, type Flow } from './flow.ts';
import type { Leg } from './leg.ts';
import { MuteNews } from './mute-news.ts';
import type { ReceivedTracksOptions, ReceivedTracksPort } from './received-port.ts';
import { ReceivedTrack, type EndpointCircumstances } from './received-track.ts';
import type { Seat } from './seat.ts';
import { diffStage, isLookedFor, type SourceKey, type WantedTrack } from './stage-diff.ts';
import type { Reconciled, Taker } from './taker.ts';
import type { TracedStream } from './trace.ts';

/** The consumers of one endpoint, kept in step with the stage. */
export class ReceivedTracks implements Taker {
	readonly id: string;
	readonly seat: Seat;
	readonly #leg: Leg;
	readonly #rtpCapabilities: RtpCapabilities;
	readonly #port: ReceivedTracksPort;
	readonly #tracks = new Map<SourceKey, ReceivedTrack>();
	readonly #muteNews = new MuteNews<SourceKey>((keys) => this.#tellMuted(keys));
	readonly #creating = new Attempts(() => this.#port.follow());
	#closed = false;

	constructor({ id, seat, leg, rtpCapabilities }: ReceivedTracksOptions, port: ReceivedTracksPort) {
		this.id = id;
		this.seat = seat;
		this.#leg = leg;
		this.#rtpCapabilities = rtpCapabilities;
		this.#port = port;
	}

	get size(): number {
		return this.#tracks.size;
	}

	/** All there are. */
	get carried(): readonly ReceivedTrack[] {
		return [...this.#tracks.values()];
	}

	get streams(): TracedStream[] {
		return this.carried.map(({ consumer: stream, published: { endpointId, source } }) => {
			return { stream, sourceEndpointId: endpointId, source };
		});
	}

	/**
	 * What flows to the endpoint now to be seen or heard, as far as the sender is not muted. Not who is only near the stage: a
	 * link that has no room for them lacks nothing.
	 */
	get flowing(): Consumer[] {
		const tracks = [...this.#tracks].filter(
			([key, { flowing, standing }]) => flowing && standing !== 'near' && !this.#isMuted(key),
		);
		return tracks.map(([, { consumer }]) => consumer).filter((consumer) => !consumer.producerPaused);
	}

	flows(key: SourceKey): boolean {
		return this.#tracks.get(key)?.flowing ?? false;
	}

	lacks(key: SourceKey): boolean {
		return this.#tracks.get(key)?.lacksKeyFrame ?? false;
	}

	takesSmall(key: SourceKey): boolean {
		return this.#tracks.get(key)?.takesSmall ?? false;
	}

	async surelyLacks(key: SourceKey): Promise<boolean> {
		return (await this.#tracks.get(key)?.hasNoLayer()) ?? false;
	}

	/**
	 * First what is there already stands in its new place; then what is to be seen from now on, or larger, and heard flows;
	 * then what is gone is closed, and what is missing is created.
	 */
	reconcile(): Reconciled {
		if (this.#closed) return { begin: [], hear: () => {}, settle: () => {}, make: () => {} };
		for (const { key, standing } of this.#diff().move)
			this.#tracks.get(key)?.stand(standing, this.#keepFor(), () => this.#closeTrack(key));
		const circumstances = this.#circumstances;
		const begin = [...this.#tracks].filter(
			([, track]) => !track.waits && track.needsKeyFrame(track.flowIn(circumstances)),
		);
		const [pictures, sounds] = [
			begin.filter(([, { consumer }]) => consumer.kind === 'video'),
			begin.filter(([, { consumer }]) => consumer.kind === 'audio'),
		];
		for (const [, track] of pictures) track.waits = true;
		return {
			begin: pictures.map(([key, track]) => ({ key, flows: track.flowing, start: () => this.#start(track) })),
			hear: () => {
				for (const [, track] of sounds) void this.#apply(track);
				for (const track of this.#tracks.values())
					if (track.flowing && !track.flowIn(this.#circumstances).flowing) void this.#apply(track);
			},
			settle: () => this.#settle(),
			make: (what) => this.#make(what),
		};
	}

	layersTaken(key: SourceKey): Layers {
		const place = this.#port.getPlaces().get(key);
		const published = this.#port.getPublished().get(key);
		if (!place || !published || published.endpointId === this.id) return 0;
		const { watched, calmed } = this.#tracks.get(key) ?? {};
		return layersFor({ source: published.source, standing: place, watched, calmed, ...this.#circumstances });
	}

	awaits(key: SourceKey): boolean {
		return this.layersTaken(key) > 0 && this.#tracks.get(key)?.watched === undefined;
	}

	noteMuted(key: SourceKey): void {
		if (this.#tracks.has(key)) this.#muteNews.note(key);
	}

	/** Some track is asked for again and again: its link is to be looked at soon. */
	get asksOften(): boolean {
		return [...this.#tracks.values()].some(({ asksOften }) => asksOften);
	}

	/** How many key frames were asked for so far of what flows to this endpoint, by consumer. */
	noteRequests(counts: ReadonlyMap<string, number>, now: number): void {
		const changed = this.carried.filter((track) => {
			const count = counts.get(track.consumer.id);
			return count !== undefined && track.consumer.kind === 'video' && track.noteRequests(count, now);
		});
		if (changed.length > 0) this.#port.follow();
	}

	/** All there are, as they stand: they and the notices of them change in one turn, so none falls between. */
	describe(): EndpointNotice<'consumer-created'>[] {
		return [...this.#tracks].map(([key, track]) => this.#describe(key, track));
	}

	/**
	 * The browser shows the track in this size from now on, or not at all. Told the same again, nothing of it comes there:
	 * its sender is asked for a key frame, and the next time it is made anew. Throws MediaError `consumer-unknown`.
	 */
	watch(consumerId: string, layer: Layer | null): void {
		const [key, track] = this.#require(consumerId);
		// One that is about to begin does so as it was told last, however long the others take.
		const isAboutTo = track.watched === undefined && track.told !== undefined;
		const isMissed = track.consumer.kind === 'video' && track.flowing && track.watched === layer;
		track.told = layer;
		if (isAboutTo) return;
		if (isMissed) return this.#seek(key, track);
		const watch = async () => {
			track.takeUp();
			this.#port.onDemand();
			await this.#apply(track);
		};
		if (track.watched === undefined && track.consumer.kind === 'video') this.#port.gather(key, watch);
		else void watch();
	}

	/** The browser cannot decode it any more: another consumer comes in its place. Throws as `watch`. */
	renew(consumerId: string): void {
		const [key] = this.#require(consumerId);
		this.#closeTrack(key);
		this.#port.follow();
	}

	/** The way there has become narrow. */
	makeWay(): void {
		for (const track of this.carried) void this.#tell(track, () => track.makeWay(() => this.#port.follow()));
	}

	/** It should flow there, and does not come. */
	#seek(key: SourceKey, track: ReceivedTrack): void {
		// Of what does not arrive here nothing can be sent: its sender is seen to elsewhere.
		if (!track.arrives) return;
		if (track.sought) {
			this.#closeTrack(key);
			this.#port.follow();
		} else void this.#tell(track, () => track.seek());
	}

	#require(consumerId: string): [SourceKey, ReceivedTrack] {
		const found = this.#tracks.entries().find(([, { consumer }]) => consumer.id === consumerId);
		if (!found) throw new MediaError('consumer-unknown', consumerId);
		return found;
	}

	/** Idempotent. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#creating.close();
		this.#muteNews.close();
		for (const track of this.#tracks.values()) track.close();
		this.#tracks.clear();
	}

	get #circumstances(): EndpointCircumstances {
		return { shedding: this.seat.worker.shedding, carrying: this.#leg.carrying };
	}

	#start(track: ReceivedTrack): Promise<void> {
		track.waits = false;
		return this.#apply(track);
	}

	#settle(): void {
		if (this.#closed) return;
		for (const key of this.#diff().close) this.#closeTrack(key);
		for (const track of this.#tracks.values()) if (!track.waits) void this.#apply(track);
	}

	#make(what: 'pictures' | 'others'): void {
		if (this.#closed) return;
		const missing = this.#diff().create.filter((wanted) => isLookedFor(wanted) === (what === 'pictures'));
		for (const wanted of missing)
			void this.#creating.begin(wanted.key, wanted.published.producerId, () => this.#create(wanted));
	}

	#diff() {
		return diffStage(this.id, this.#port.getPlaces(), this.#port.getPublished(), this.#tracks);
	}

	/** Spread, so that hundreds of endpoints do not close the same track in one moment. */
	#keepFor(): number {
		return this.#port.keepFor * (1 + Math.random() / 2);
	}

	/** False: it failed, and may not the next time. */
	async #create(wanted: WantedTrack): Promise<boolean> {
		const { key, published, place } = wanted;
		let track: ReceivedTrack;
		try {
			track = await ReceivedTrack.make(wanted, {
				leg: this.#leg,
				rtpCapabilities: this.#rtpCapabilities,
				lead: (source) => this.#port.lead(source),
				circumstances: this.#circumstances,
			});
		} catch (error) {
			if (this.#closed) return true;
			this.#port.log.debug({ err: error, key }, 'not consumed');
			// What this endpoint cannot decode it never can.
			return error instanceof Error && error.name === 'UnsupportedError';
		}
		// Its source may have been published anew meanwhile.
		if (this.#closed || this.#port.getPublished().get(key)?.producerId !== published.producerId) {
			track.close();
			return true;
		}
		this.#tracks.set(key, track);
		track.onSmall = () => {
			this.#port.onDemand();
			this.#noteLoad();
		};
		track.consumer.once('producerclose', () => this.#handleProducerClosed(key, track));
		this.#port.notify('consumer-created', this.#describe(key, track));
		void this.#apply(track);
		// The stage may have changed while it came to be.
		if (this.#port.getPlaces().get(key) !== place) this.#port.follow();
		return true;
	}

	#describe(key: SourceKey, track: ReceivedTrack): EndpointNotice<'consumer-created'> {
		return track.describe(this.#leg.receiveId, this.#isMuted(key));
	}

	#isMuted(key: SourceKey): boolean {
		return this.#port.getPublished().get(key)?.muted ?? false;
	}

	#tellMuted(keys: readonly SourceKey[]): void {
		const tracks = keys.flatMap((key) => {
			const consumerId = this.#tracks.get(key)?.consumer.id;
			return consumerId === undefined ? [] : [{ consumerId, muted: this.#isMuted(key) }];
		});
		if (tracks.length > 0) this.#port.notify('consumers-muted', { tracks });
	}

	#apply(track: ReceivedTrack): Promise<void> {
		const applied = this.#tell(track, (flow) => track.apply(flow));
		this.#noteLoad();
		return applied;
	}

	#noteLoad(): void {
		const has = (what: (track: ReceivedTrack) => boolean) => this.#tracks.values().some(what);
		this.#leg.carry({
			screen: has(({ published, flowing }) => published.source === 'screen' && flowing),
			heldSmall: has(({ heldSmall }) => heldSmall),
			largeAlone: has(({ largeAlone }) => largeAlone),
		});
	}

	async #tell(track: ReceivedTrack, act: (flow: Flow) => Promise<void>): Promise<void> {
		if (track.consumer.closed) return;
		try {
			await act(track.flowIn(this.#circumstances));
		} catch (error) {
			if (!track.consumer.closed)
				this.#port.log.warn({ err: error, consumerId: track.consumer.id }, 'flow not changed');
		}
	}

	#closeTrack(key: SourceKey): void {
		const track = this.#tracks.get(key);
		if (!track) return;
		this.#tracks.delete(key);
		track.close();
		this.#noteLoad();
		this.#port.notify('consumer-closed', { consumerId: track.consumer.id });
	}

	#handleProducerClosed(key: SourceKey, track: ReceivedTrack): void {
		// The source may have been published anew, and its new track may be here already.
		if (this.#closed || this.#tracks.get(key) !== track) return;
		this.#closeTrack(key);
		// A pipe that broke while its source lives on is laid anew.
		this.#port.follow();
	}
}
