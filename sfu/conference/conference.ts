import { AwaitQueue } from 'awaitqueue';
import type { RtpCapabilities, WebRtcTransport } from 'mediasoup/types';
import type { Logger } from 'pino';
import type { Declaration, NodeNotice, NodeNoticeName } from '#sfu/link/contract.ts';
import type { Layers, Source } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import { Audience } from './audience.ts';
import { Endpoint } from './endpoint.ts';
import { initialOutgoingBitrate, leastOutgoingBitrate, maxIncomingBitrate } from './media-codecs.ts';
import { Hearing } from './hearing.ts';
import type { Seat } from './seat.ts';
import { Seats, type SeatsPort } from './seats.ts';
import type { SentTrack } from './sent-track.ts';
import { Sight } from './sight.ts';
import { StartGate } from './start-gate.ts';
import { Sources } from './sources.ts';
import { Spreading } from './spreading.ts';
import { sourceKey, type SourceKey } from './stage-diff.ts';

/** What a conference needs from its node. */
export interface ConferencePort extends Pick<SeatsPort, 'waitForWorker' | 'placeEndpoint'> {
	notify<N extends NodeNoticeName>(name: N, notice: NodeNotice<N>): void;
	log: Logger;
	times: ConferenceTimes;
}

/** All in ms. */
export interface ConferenceTimes {
	/** A source muted for so long loses its consumers. */
	silentAfter: number;
	/** An endpoint that joins anew may take so long to publish again what it published. */
	returnWithin: number;
	/** A source is sent for so long after the last one took it, and stays piped to where it was received. */
	holdDown: number;
	/** A track that left the stage is kept for so long, paused, in case it comes back. */
	keepFor: number;
	/** Receivers of a picture that is new to them start together when none has become ready for so long. */
	gather: number;
}

/** One meeting's media on this node, spread over its workers. Outlives them: their endpoints join anew on the others. */
export class Conference {
	readonly id: string;
	readonly #port: ConferencePort;
	readonly #log: Logger;
	readonly #endpoints = new Map<string, Endpoint>();
	/** Joining and leaving of one endpoint in order: who leaves while still joining must not stay as a ghost. */
	readonly #turns = new Map<string, AwaitQueue>();
	readonly #seats: Seats;
	readonly #spreading: Spreading;
	readonly #gate: StartGate;
	readonly #sources: Sources;
	readonly #hearing: Hearing;
	readonly #sight = new Sight();
	readonly #audience = new Audience();
	#revision = 0;
	#closed = false;

	constructor(id: string, port: ConferencePort) {
		this.id = id;
		this.#port = port;
		this.#log = port.log.child({ conferenceId: id });
		this.#spreading = new Spreading({
			endpoints: () => this.endpoints,
			endpoint: (endpointId) => this.#endpoints.get(endpointId),
			published: () => this.#sources.published,
			holdDown: port.times.holdDown,
			log: this.#log,
		});
		this.#gate = new StartGate(port.times.gather, {
			awaited: (key) => this.endpoints.filter(({ probe, received }) => !probe && received.awaits(key)).length,
			hold: (key, starting) => this.#spreading.hold(key, starting),
		});
		this.#seats = new Seats({
			waitForWorker: () => port.waitForWorker(),
			placeEndpoint: (seated) => port.placeEndpoint(seated),
			onLost: (seat) => this.#handleLost(seat),
		});
		this.#hearing = new Hearing({
			tell: (levels) => port.notify('levels', { conferenceId: id, levels: [...levels] }),
			warn: (endpointId, error) => this.#log.warn({ err: error, endpointId }, 'voice not heard'),
		});
		this.#sources = new Sources({
			layersTaken: (key) => this.#layersTaken(key),
			onAvailable: (key) => this.#handleAvailable(key),
			onState: (endpointId, source, state) =>
				port.notify('source-changed', { conferenceId: id, endpointId, source, state }),
			onWanted: (endpointId, source, layers) => {
				port.notify('source-wanted', { conferenceId: id, endpointId, source, layers });
				this.#listen(endpointId, source);
			},
			times: port.times,
		});
	}

	get closed(): boolean {
		return this.#closed;
	}

	get endpoints(): readonly Endpoint[] {
		return [...this.#endpoints.values()];
	}

	get pipes(): number {
		return this.#spreading.pipes;
	}

	/** Of the latest declaration; 0: nothing was declared. */
	get revision(): number {
		return this.#revision;
	}

	/** Endpoints on a worker, also those that are still joining. */
	endpointsOn(worker: MediaWorker): number {
		return this.#seats.endpointsOn(worker);
	}

	/** What browsers load their device with. Throws MediaError `media-worker-absent`. */
	async getRtpCapabilities(): Promise<RtpCapabilities> {
		return (await this.#seats.any()).router.rtpCapabilities;
	}

	/** Resolves when everybody is about to follow it, or a later one. What is older than what is known is left aside. */
	async declare({ revision, stage, views, audience }: Declaration): Promise<void> {
		if (revision <= this.#revision) return;
		this.#revision = revision;
		this.#audience.set(audience);
		// Nothing but the conference's own end keeps them from leaving.
		for (const { id, probe } of this.endpoints) if (!this.#audience.admits(id, probe)) this.leave(id).catch(() => {});
		if (!this.#sight.isStage(stage)) {
			await this.#spreading.spread(stage);
			// The later one is whole, too.
			if (this.#closed || this.#revision !== revision) return;
			this.#sight.setStage(stage);
			this.#followAll();
		}
		for (const endpointId of this.#sight.setViews(views)) this.#endpoints.get(endpointId)?.received.follow();
		this.#sources.look();
	}

	/** Enters, or enters anew: the former incarnation of the same endpoint is closed. */
	async join(endpointId: string, rtpCapabilities: RtpCapabilities, probe: boolean): Promise<Endpoint> {
		return this.#inTurn(endpointId, async () => {
			this.#audience.require(endpointId, probe);
			this.#sources.expect(endpointId, this.#endpoints.get(endpointId)?.sources ?? []);
			this.#drop(endpointId);
			const seat = await this.#seats.take();
			try {
				const [send, receive] = await Promise.all([this.#createTransport(seat), this.#createTransport(seat)]);
				await Promise.all([
					send.setMaxIncomingBitrate(maxIncomingBitrate),
					receive.setMinOutgoingBitrate(leastOutgoingBitrate),
				]);
				if (this.#closed || seat.lost) throw new MediaError('conference-unknown', this.id);
				// A closed item may have begun meanwhile.
				if (!this.#audience.admits(endpointId, probe)) for (const each of [send, receive]) each.close();
				this.#audience.require(endpointId, probe);
				const port = this.#portOf(endpointId, seat);
				const endpoint = new Endpoint({ id: endpointId, probe, rtpCapabilities, seat, send, receive, port });
				this.#endpoints.set(endpointId, endpoint);
				this.#log.info({ endpointId, probe, worker: seat.worker.index }, 'endpoint joined');
				return endpoint;
			} catch (error) {
				this.#seats.giveBack(seat);
				// The worker died while the endpoint came to sit on it: asked again, it finds another one.
				throw seat.lost ? new MediaError('endpoint-unknown', endpointId, error) : error;
			}
		});
	}

	/** Starts to receive what is on the stage. */
	begin(endpoint: Endpoint): void {
		if (endpoint.probe) return;
		endpoint.received.follow();
		this.#sources.look();
	}

	/** Idempotent. */
	async leave(endpointId: string): Promise<void> {
		await this.#inTurn(endpointId, async () => {
			this.#sources.giveUp(endpointId);
			if (!this.#drop(endpointId)) return;
			this.#sources.look();
			this.#log.info({ endpointId }, 'endpoint left');
		});
	}

	requireEndpoint(endpointId: string): Endpoint {
		const endpoint = this.#endpoints.get(endpointId);
		if (!endpoint) throw new MediaError('endpoint-unknown', endpointId);
		return endpoint;
	}

	/** Tells an endpoint anew all that it receives, and what is taken of what it sends. */
	tellTracks(endpoint: Endpoint): void {
		if (endpoint.probe) return;
		const { id, received, transportOptions, sources } = endpoint;
		this.#port.notify('consumers', {
			conferenceId: this.id,
			endpointId: id,
			transportId: transportOptions.receive.id,
			consumers: received.describe(),
			wanted: sources.map((source) => ({ source, layers: this.#sources.told(id, source) })),
		});
	}

	/** Tells anew all that is published and every endpoint's tracks: notices of them may have been lost. */
	report(): void {
		this.#port.notify('sources', { conferenceId: this.id, sources: this.#sources.all });
		for (const endpoint of this.#endpoints.values()) this.tellTracks(endpoint);
	}

	/** What an endpoint's circumstances allow to flow has changed. */
	followOn(worker: MediaWorker): void {
		for (const { seat, received } of this.#endpoints.values()) if (seat.worker === worker) received.follow();
		this.#sources.look();
	}

	/** Idempotent; closes all endpoints and routers. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		for (const turn of this.#turns.values()) turn.stop();
		this.#sources.close();
		for (const endpointId of [...this.#endpoints.keys()]) this.#drop(endpointId);
		this.#gate.close();
		this.#hearing.close();
		this.#spreading.close();
		this.#seats.close();
		this.#log.info('conference closed');
	}

	#portOf(endpointId: string, seat: Seat): ConstructorParameters<typeof Endpoint>[0]['port'] {
		return {
			getPlaces: () => this.#sight.placesFor(endpointId),
			getPublished: () => this.#sources.published,
			lead: (published) => this.#spreading.lead(published, seat),
			notify: (name, notice) =>
				this.#port.notify(name, { ...notice, conferenceId: this.id, endpointId } as NodeNotice<typeof name>),
			gather: (key, start) => this.#gate.gather(key, start),
			onDemand: () => this.#sources.look(),
			isTaken: (source) => this.#sources.told(endpointId, source) > 0,
			onSourceChanged: (source, track) => this.#handleSource(endpointId, seat, source, track),
			keepFor: this.#port.times.keepFor,
			log: this.#log,
		};
	}

	/** The worker died: its endpoints are called back, to sit on others. */
	#handleLost(seat: Seat): void {
		if (this.#closed) return;
		const gone = this.endpoints.filter((endpoint) => endpoint.seat === seat);
		for (const { id } of gone) this.#drop(id);
		this.#sources.look();
		this.#log.warn({ worker: seat.worker.index, endpoints: gone.length }, 'conference lost a worker');
		if (gone.length > 0) this.#port.notify('lost', { conferenceId: this.id, endpointIds: gone.map(({ id }) => id) });
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

	#handleSource(endpointId: string, seat: Seat, source: Source, track: SentTrack): void {
		// When a conference goes, everything goes: that is told once, not source by source.
		if (this.#closed) return;
		const key = sourceKey(source, endpointId);
		const before = this.#sources.published.get(key);
		this.#sources.update(endpointId, source, track, seat.lost);
		if (before && before.muted !== track.muted)
			for (const { received } of this.#endpoints.values()) received.noteMuted(key);
		void this.#spreading.follow(track);
		this.#listen(endpointId, source);
	}

	/** Microphones are listened to while something may come of them: what nobody takes, or is muted, costs nothing. */
	#listen(endpointId: string, source: Source): void {
		const endpoint = this.#endpoints.get(endpointId);
		const track = endpoint?.getSent(source);
		if (source !== 'microphone' || !endpoint || !track) return;
		if (track.muted || this.#sources.told(endpointId, source) === 0) this.#hearing.ignore(track.id);
		else this.#hearing.listen(endpointId, track, endpoint.seat);
	}

	#handleAvailable(key: SourceKey): void {
		if (this.#sight.isOnStage(key)) return this.#followAll();
		for (const endpointId of this.#sight.viewersOf(key)) this.#endpoints.get(endpointId)?.received.follow();
	}

	/** First what begins to flow, everywhere, then the rest: hundreds of endpoints are to meet the same key frame. */
	#followAll(): void {
		const following = this.endpoints.filter(({ probe }) => !probe);
		const begin = Map.groupBy(
			following.flatMap(({ received }) => received.turnOn()),
			({ key }) => key,
		);
		for (const [key, starts] of begin)
			void this.#gate.together(
				key,
				starts.map(({ start }) => start),
			);
		for (const { received } of following) received.settle();
		this.#sources.look();
	}

	#layersTaken(key: SourceKey): Layers {
		const watching = this.#sight.isOnStage(key)
			? this.endpoints
			: this.#sight.viewersOf(key).flatMap((endpointId) => this.#endpoints.get(endpointId) ?? []);
		const taken = watching.filter(({ probe }) => !probe).map(({ received }) => received.layersTaken(key));
		const most = Math.max(0, ...taken) as Layers;
		// Who is seen small by now and comes next is to be seen large at once.
		return most > 0 && this.#sight.isNext(key) ? 3 : most;
	}

	#drop(endpointId: string): boolean {
		const endpoint = this.#endpoints.get(endpointId);
		if (!endpoint) return false;
		this.#endpoints.delete(endpointId);
		endpoint.close();
		this.#seats.giveBack(endpoint.seat);
		return true;
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
