import type { RtpCapabilities } from 'mediasoup/types';
import type { Logger } from 'pino';
import { Lines } from '#sfu/cascade/lines.ts';
import type { WayBudget } from '#sfu/cascade/way-budget.ts';
import type { Declaration, NodeNotice, NodeNoticeName } from '#sfu/link/contract.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import type { LineFigures, LineState } from '#sfu/link/contract-line.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import type { Endpoint, EndpointPort } from './endpoint.ts';
import { Following } from './following.ts';
import { Hearing } from './hearing.ts';
import { Island } from './island.ts';
import { Membership } from './membership.ts';
import type { Origin } from './origin.ts';
import type { ReceivedTracksPort } from './received-port.ts';
import type { Seat } from './seat.ts';
import type { SeatsPort } from './seats.ts';
import type { SentTrack } from './sent-track.ts';
import { Sources } from './sources.ts';
import { sourceKey, type PublishedSource, type SourceKey } from './stage-diff.ts';
import type { Taker } from './taker.ts';

/** What a conference needs from its node. */
export interface ConferencePort extends Pick<SeatsPort, 'waitForWorker' | 'placeEndpoint'> {
	notify<N extends NodeNoticeName>(name: N, notice: NodeNotice<N>): void;
	/** What all conferences of the node send to a neighbour. */
	wayTo(nodeId: string): WayBudget;
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
	readonly island: Island;
	readonly #port: ConferencePort;
	readonly #log: Logger;
	readonly #members: Membership;
	readonly #following: Following;
	readonly #sources: Sources;
	readonly #hearing: Hearing;
	readonly #lines: Lines;
	#revision = 0;
	#closed = false;

	constructor(id: string, port: ConferencePort) {
		this.id = id;
		this.#port = port;
		this.#log = port.log.child({ conferenceId: id });
		this.#members = new Membership(id, {
			waitForWorker: () => port.waitForWorker(),
			placeEndpoint: (seated) => port.placeEndpoint(seated),
			portOf: (endpointId, seat) => this.#portOf(endpointId, seat),
			onJoining: (endpointId, sent) => this.#sources.expect(endpointId, sent),
			onLeft: (endpointId) => {
				this.#sources.giveUp(endpointId);
				this.#look();
			},
			onLost: (seat, gone) => this.#handleLost(seat, gone),
			log: this.#log,
		});
		this.#following = new Following({
			takers: () => this.#takers,
			taker: (takerId) => {
				const endpoint = this.#members.get(takerId);
				return endpoint ? takersOf([endpoint])[0] : this.#lines.taker(takerId);
			},
			origin: (endpointId) => this.#origin(endpointId),
			published: () => this.#sources.published,
			onDemand: () => this.#sources.look(),
			onStage: () => {
				this.#sources.lookNow();
				this.#lines.followStage();
			},
			times: port.times,
			log: this.#log,
		});
		this.#hearing = new Hearing({
			// Who is only kept ready for when the area is cut off is heard by nobody.
			tell: (voices) => {
				const levels = voices.filter((each) => this.#following.places.has(sourceKey('microphone', each.endpointId)));
				port.notify('levels', { conferenceId: id, levels });
			},
			warn: (endpointId, error) => this.#log.warn({ err: error, endpointId }, 'voice not heard'),
		});
		this.#sources = new Sources({
			layersTaken: (key) => this.#following.layersTaken(key),
			isSmallTaken: (key) => this.#following.isSmallTaken(key),
			onAvailable: (key) => this.#following.followSource(key),
			onState: (endpointId, source, state) =>
				port.notify('source-changed', { conferenceId: id, endpointId, source, state }),
			onWanted: (endpointId, source, layers) => {
				this.#origin(endpointId)?.want(source, layers);
				this.#listen(endpointId, source);
			},
			times: port.times,
		});
		this.#lines = new Lines({
			meeting: id,
			wayTo: port.wayTo,
			takeSeat: () => this.#members.seats.take(),
			giveBack: (seat) => this.#members.seats.giveBack(seat),
			takers: () => this.#takers,
			placesFor: (takerId) => this.#following.placesFor(takerId),
			onStage: (key) => this.#following.places.get(key),
			setPlaces: (takerId, places) => this.#following.setPlaces(takerId, places),
			taken: (endpointId, source) => {
				if (!this.#sources.published.has(sourceKey(source, endpointId))) return undefined;
				return {
					layers: this.#sources.told(endpointId, source),
					small: this.#sources.toldSmall(endpointId, source),
				};
			},
			receiving: (seat) => this.#receivingOn(seat),
			follow: (taker) => this.#following.follow([taker]),
			onSource: (endpointId, source, track) => this.#handleBeyond(endpointId, source, track),
			// In this turn: the first key frame that comes over the line is to find those who wait for it.
			onWay: () => this.island.look(false),
			notify: (name, notice) => port.notify(name, notice),
			log: this.#log,
		});
		this.island = new Island({
			isCutOff: () => this.#lines.isCutOff,
			setReserve: (reserve, isIsland) => this.#following.setReserve(reserve, isIsland),
			microphoneOf: (endpointId) => this.#members.get(endpointId)?.getSent('microphone'),
			followMuted: (track) => this.#following.followMuted(track),
			log: this.#log,
		});
	}

	get closed(): boolean {
		return this.#closed;
	}

	get endpoints(): readonly Endpoint[] {
		return this.#members.endpoints;
	}

	get pipes(): number {
		return this.#following.pipes;
	}

	/** Of the latest declaration; 0: nothing was declared. */
	get revision(): number {
		return this.#revision;
	}

	/** The nodes beside this one that carry it, too, as they were declared last. */
	get neighbours(): string[] {
		return this.#lines.neighbours;
	}

	/** Endpoints and lines on a worker, also those that are still joining. */
	endpointsOn(worker: MediaWorker): number {
		return this.#members.seats.endpointsOn(worker);
	}

	/** Tracks that go to endpoints and neighbours from a worker. */
	consumersOn(worker: MediaWorker): number {
		const seated = this.endpoints.filter(({ seat }) => seat.worker === worker);
		return seated.reduce((sum, { received }) => sum + received.size, this.#lines.consumersOn(worker));
	}

	/** What browsers load their device with. Throws MediaError `media-worker-absent`. */
	async getRtpCapabilities(): Promise<RtpCapabilities> {
		return (await this.#members.seats.any()).router.rtpCapabilities;
	}

	/** Resolves when everybody is about to follow it, or a later one. What is older than what is known is left aside. */
	async declare({ revision, stage, views, audience, neighbours, reserve }: Declaration): Promise<void> {
		if (revision <= this.#revision) return;
		this.#revision = revision;
		this.#members.admit(audience);
		this.#lines.declare(neighbours);
		this.island.declare(reserve);
		// A later one is whole, too.
		const isStale = () => this.#closed || this.#revision !== revision;
		await this.#following.setStage(stage, isStale);
		if (isStale()) return;
		this.#following.setViews(views);
		this.#look();
	}

	/** Enters, or enters anew: the former incarnation of the same endpoint is closed. */
	join(endpointId: string, rtpCapabilities: RtpCapabilities, probe: boolean): Promise<Endpoint> {
		return this.#members.join(endpointId, rtpCapabilities, probe);
	}

	/** Starts to receive what is on the stage. */
	begin(endpoint: Endpoint): void {
		this.#following.follow(takersOf([endpoint]));
		this.#lines.look();
	}

	/** What another node says of its end of the line between the two; who is no neighbour is left aside. */
	hearLine(from: string, state: LineState): void {
		this.#lines.hear(from, state);
	}

	leave(endpointId: string): Promise<void> {
		return this.#members.leave(endpointId);
	}

	requireEndpoint(endpointId: string): Endpoint {
		const endpoint = this.#members.get(endpointId);
		if (!endpoint) throw new MediaError('endpoint-unknown', endpointId);
		return endpoint;
	}

	/** Tells an endpoint anew all that it receives, and what is taken of what it sends. */
	tellTracks(endpoint: Endpoint): void {
		if (endpoint.probe) return;
		const { id, received, leg, sources } = endpoint;
		this.#port.notify('consumers', {
			conferenceId: this.id,
			endpointId: id,
			transportId: leg.receiveId,
			consumers: received.describe(),
			wanted: sources.map((source) => ({ source, layers: this.#sources.told(id, source) })),
		});
	}

	/** Tells anew all that is published and every endpoint's tracks: notices of them may have been lost. */
	report(): void {
		this.#port.notify('sources', { conferenceId: this.id, sources: this.#sources.all });
		for (const endpoint of this.endpoints) this.tellTracks(endpoint);
		this.#lines.repeat();
	}

	/** What an endpoint's circumstances allow to flow has changed. */
	followOn(worker: MediaWorker): void {
		this.#following.follow(this.#takers.filter(({ seat }) => seat.worker === worker));
	}

	/** How its lines to other nodes do. */
	measureLines(): Promise<LineFigures[]> {
		return this.#lines.measure();
	}

	/** Idempotent; closes all endpoints and routers. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#sources.close();
		this.#lines.close();
		this.#members.close();
		this.#hearing.close();
		this.#following.close();
		this.#members.seats.close();
		this.#log.info('conference closed');
	}

	#portOf(endpointId: string, seat: Seat): EndpointPort {
		return {
			...this.#receivingOn(seat),
			getPlaces: () => this.#following.placesFor(endpointId),
			notify: (name, notice) =>
				this.#port.notify(name, { ...notice, conferenceId: this.id, endpointId } as NodeNotice<typeof name>),
			follow: (taker) => this.#following.follow([taker]),
			isTaken: (source) => this.#sources.told(endpointId, source) > 0,
			onSourceChanged: (source, track) => this.#handleSource(endpointId, seat, source, track),
		};
	}

	/** What all who receive something need. */
	#receivingOn(seat: Seat): Omit<ReceivedTracksPort, 'getPlaces' | 'notify' | 'follow'> {
		return {
			getPublished: () => this.#sources.published,
			lead: (published) => this.#following.lead(published, seat),
			gather: (key, start) => this.#following.gather(key, start),
			onDemand: () => this.#sources.look(),
			keepFor: this.#port.times.keepFor,
			log: this.#log,
		};
	}

	get #takers(): readonly Taker[] {
		return [...takersOf(this.endpoints), ...this.#lines.takers];
	}

	#origin(endpointId: string): Origin | undefined {
		return this.#members.get(endpointId) ?? this.#lines.origin(endpointId);
	}

	/** What is taken of what there is may have changed. */
	#look(): void {
		this.#sources.look();
		this.#lines.look();
	}

	#handleLost(seat: Seat, gone: readonly Endpoint[]): void {
		this.#look();
		this.#log.warn({ worker: seat.worker.index, endpoints: gone.length }, 'conference lost a worker');
		if (gone.length > 0) this.#port.notify('lost', { conferenceId: this.id, endpointIds: gone.map(({ id }) => id) });
	}

	#handleSource(endpointId: string, seat: Seat, source: Source, track: SentTrack): void {
		// When a conference goes, everything goes: that is told once, not source by source.
		if (this.#closed) return;
		const key = sourceKey(source, endpointId);
		const before = this.#sources.published.get(key);
		this.#sources.update(endpointId, source, track, seat.lost);
		this.#passOn(key, before, track);
		this.#listen(endpointId, source);
	}

	/** Of endpoints beyond a neighbour their own nodes tell. */
	#handleBeyond(endpointId: string, source: Source, track: SentTrack): void {
		if (this.#closed) return;
		const key = sourceKey(source, endpointId);
		const before = this.#sources.published.get(key);
		this.#sources.updateBeyond(endpointId, source, track);
		this.#passOn(key, before, track);
	}

	/** To all who receive it. */
	#passOn(key: SourceKey, before: PublishedSource | undefined, track: SentTrack): void {
		if (before && before.muted !== track.muted) for (const taker of this.#takers) taker.noteMuted(key);
		void this.#following.followMuted(track);
		this.#lines.look();
	}

	/** Microphones are listened to while something may come of them: what nobody takes, or is muted, costs nothing. */
	#listen(endpointId: string, source: Source): void {
		const endpoint = this.#members.get(endpointId);
		const track = endpoint?.getSent(source);
		if (source !== 'microphone' || !endpoint || !track) return;
		if (track.muted || this.#sources.told(endpointId, source) === 0) this.#hearing.ignore(track.id);
		else this.#hearing.listen(endpointId, track, endpoint.seat);
	}
}

/** A probe takes nothing. */
const takersOf = (endpoints: readonly Endpoint[]): Taker[] =>
	endpoints.filter(({ probe }) => !probe).map(({ received }) => received);
