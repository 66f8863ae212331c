import { AwaitQueue } from 'awaitqueue';
import type { Producer, RtpCapabilities, WebRtcTransport } from 'mediasoup/types';
import type { Logger } from 'pino';
import type { NodeNotice, NodeNoticeName, Place, Source, Stage } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import { Endpoint } from './endpoint.ts';
import { initialOutgoingBitrate, maxIncomingBitrate } from './media-codecs.ts';
import { PublishedSources } from './published-sources.ts';
import { ReturningSources } from './returning-sources.ts';
import { Seat } from './seat.ts';
import { placesOf, sourceKey, type SourceKey } from './stage-diff.ts';

/** What a conference needs from its node. */
export interface ConferencePort {
	/** The worker to move to; waits while none is ready. Throws MediaError `media-worker-absent`. */
	acquireWorker(): Promise<MediaWorker>;
	notify<N extends NodeNoticeName>(name: N, notice: NodeNotice<N>): void;
	log: Logger;
	/** How long a source is muted before its consumers are given up, in ms. */
	silentAfter: number;
	/** How long an endpoint that joins anew may take to publish again what it published, in ms. */
	returnWithin: number;
}

/** One meeting's media on this node. Outlives its worker: it moves to another, empty but with its stage. */
export class Conference {
	readonly id: string;
	readonly #port: ConferencePort;
	readonly #log: Logger;
	readonly #endpoints = new Map<string, Endpoint>();
	/** Joining and leaving of one endpoint in order: who leaves while still joining must not stay as a ghost. */
	readonly #turns = new Map<string, AwaitQueue>();
	readonly #published: PublishedSources;
	readonly #returning: ReturningSources;
	#places: ReadonlyMap<SourceKey, Place> = new Map();
	#seat: Promise<Seat>;
	#seated: Seat | undefined;
	#closed = false;

	constructor(id: string, port: ConferencePort) {
		this.id = id;
		this.#port = port;
		this.#log = port.log.child({ conferenceId: id });
		this.#published = new PublishedSources(port.silentAfter, (key) => {
			if (this.#places.has(key)) this.#reconcileAll();
		});
		this.#returning = new ReturningSources(port.returnWithin, (endpointId, source) => {
			this.#tellSource(endpointId, source, 'none');
		});
		this.#seat = this.#takeSeat();
		// Whoever opens or joins is told; here it only must not count as unhandled.
		this.#seat.catch(() => {});
	}

	/** The worker it runs on, once seated. */
	get worker(): MediaWorker | undefined {
		return this.#seated?.worker;
	}

	/** Closed for good: by request, or because no worker was to be had. */
	get closed(): boolean {
		return this.#closed;
	}

	get endpoints(): readonly Endpoint[] {
		return [...this.#endpoints.values()];
	}

	/** What browsers load their device with. Throws MediaError `media-worker-absent`, `conference-unknown`. */
	async getRtpCapabilities(): Promise<RtpCapabilities> {
		return (await this.#seat).router.rtpCapabilities;
	}

	setStage(stage: Stage): void {
		this.#places = placesOf(stage);
		this.#reconcileAll();
	}

	/** Enters, or enters anew: the former incarnation of the same endpoint is closed. */
	async join(endpointId: string, rtpCapabilities: RtpCapabilities, probe: boolean): Promise<Endpoint> {
		return this.#inTurn(endpointId, async () => {
			const seat = await this.#seat;
			for (const source of this.#endpoints.get(endpointId)?.sources ?? []) this.#returning.expect(endpointId, source);
			this.#drop(endpointId);
			const [send, receive] = await Promise.all([this.#createTransport(seat), this.#createTransport(seat)]);
			if (this.#closed || seat.lost) throw new MediaError('conference-unknown', this.id);
			await send.setMaxIncomingBitrate(maxIncomingBitrate);
			const endpoint = new Endpoint({
				id: endpointId,
				probe,
				rtpCapabilities,
				send,
				receive,
				port: {
					getPlaces: () => this.#places,
					getPublished: () => this.#published.all,
					notify: (name, notice) =>
						this.#port.notify(name, { ...notice, conferenceId: this.id, endpointId } as NodeNotice<typeof name>),
					onSourceChanged: (source, producer) => this.#handleSource(endpointId, source, producer),
					log: this.#log,
				},
			});
			if (seat.lost) throw new MediaError('conference-unknown', this.id);
			this.#endpoints.set(endpointId, endpoint);
			this.#log.info({ endpointId, probe }, 'endpoint joined');
			return endpoint;
		});
	}

	/** Idempotent. */
	async leave(endpointId: string): Promise<void> {
		await this.#inTurn(endpointId, async () => {
			this.#returning.giveUpAll(endpointId);
			if (this.#drop(endpointId)) this.#log.info({ endpointId }, 'endpoint left');
		});
	}

	requireEndpoint(endpointId: string): Endpoint {
		const endpoint = this.#endpoints.get(endpointId);
		if (!endpoint) throw new MediaError('endpoint-unknown', endpointId);
		return endpoint;
	}

	/** Tells anew all that is published and every endpoint's tracks: notices of them may have been lost. */
	report(): void {
		const published = [...this.#published.all.values(), ...this.#returning.all];
		const sources = published.map(({ endpointId, source }) => ({ endpointId, source }));
		this.#port.notify('sources', { conferenceId: this.id, sources });
		for (const endpoint of this.#endpoints.values()) endpoint.tellTracks();
	}

	/** Idempotent; closes all endpoints and the router. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#forgetMedia();
		for (const turn of this.#turns.values()) turn.stop();
		this.#seated?.close();
		this.#log.info('conference closed');
	}

	async #takeSeat(): Promise<Seat> {
		for (;;) {
			const worker = await this.#port.acquireWorker();
			try {
				const seat = await Seat.take(worker);
				if (seat.lost) continue;
				if (this.#closed) {
					seat.close();
					throw new MediaError('conference-unknown', this.id);
				}
				seat.onLost(() => void this.#handleLost());
				seat.onLevels((volumes) => this.#handleLevels(volumes));
				this.#seated = seat;
				this.#log.info({ worker: worker.index }, 'conference open');
				return seat;
			} catch (error) {
				// The worker died meanwhile: try the next one.
				if (!worker.closed || this.#closed) throw error;
			}
		}
	}

	/** The worker died: everything in it is gone. Move, then call everybody back. */
	async #handleLost(): Promise<void> {
		if (this.#closed) return;
		this.#log.warn({ endpoints: this.#endpoints.size }, 'conference lost its worker');
		this.#seated = undefined;
		this.#forgetMedia();
		this.#seat = this.#takeSeat();
		try {
			await this.#seat;
		} catch (error) {
			if (!this.#closed) this.#log.error({ err: error }, 'conference could not move');
			this.close();
		}
		this.#port.notify('lost', { conferenceId: this.id });
	}

	async #createTransport(seat: Seat): Promise<WebRtcTransport> {
		return seat.router.createWebRtcTransport({
			webRtcServer: seat.worker.webRtcServer,
			enableUdp: true,
			enableTcp: true,
			preferUdp: true,
			initialAvailableOutgoingBitrate: initialOutgoingBitrate,
		});
	}

	#handleSource(endpointId: string, source: Source, producer: Producer): void {
		// When a conference or its worker goes, everything goes: that is told once, not source by source.
		if (this.#closed || (this.#seated?.lost ?? true)) return;
		const isNew = this.#published.all.get(sourceKey(source, endpointId))?.producerId !== producer.id;
		this.#published.update(endpointId, source, producer);
		if (isNew && producer.kind === 'audio' && !producer.closed) {
			this.#seated?.observeLevel(producer).catch((error: unknown) => {
				if (!producer.closed) this.#log.warn({ err: error, endpointId }, 'level not observed');
			});
		}
		if (producer.closed && this.#returning.has(endpointId, source)) return;
		this.#returning.remove(endpointId, source);
		this.#tellSource(endpointId, source, producer.closed ? 'none' : producer.paused ? 'paused' : 'live');
	}

	#tellSource(endpointId: string, source: Source, state: 'live' | 'paused' | 'none'): void {
		this.#port.notify('source-changed', { conferenceId: this.id, endpointId, source, state });
	}

	#forgetMedia(): void {
		this.#returning.clear();
		this.#published.clear();
		for (const endpoint of this.#endpoints.values()) endpoint.close();
		this.#endpoints.clear();
	}

	#handleLevels(volumes: { producer: Producer; dbov: number }[]): void {
		const levels = volumes.map(({ producer, dbov }) => ({ endpointId: String(producer.appData['endpointId']), dbov }));
		this.#port.notify('levels', { conferenceId: this.id, levels });
	}

	#reconcileAll(): void {
		for (const endpoint of this.#endpoints.values()) endpoint.reconcile();
	}

	#drop(endpointId: string): boolean {
		const endpoint = this.#endpoints.get(endpointId);
		this.#endpoints.delete(endpointId);
		endpoint?.close();
		return endpoint !== undefined;
	}

	async #inTurn<T>(endpointId: string, task: () => Promise<T>): Promise<T> {
		if (this.#closed) throw new MediaError('conference-unknown', this.id);
		const turn = this.#turns.get(endpointId) ?? new AwaitQueue();
		this.#turns.set(endpointId, turn);
		try {
			return await turn.push(task);
		} finally {
			if (turn.size === 0) this.#turns.delete(endpointId);
		}
	}
}
