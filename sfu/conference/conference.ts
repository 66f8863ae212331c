import type { RtpCapabilities } from 'mediasoup/types';
import type { Logger } from 'pino';
import type { Declaration, NodeNotice, NodeNoticeName } from '#sfu/link/contract.ts';
import type { Source } from '#sfu/link/contract-endpoint.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { MediaWorker } from '#sfu/node/media-worker.ts';
import type { Endpoint, EndpointPort } from './endpoint.ts';
import { Following } from './following.ts';
import { Hearing } from './hearing.ts';
import { Membership } from './membership.ts';
import type { Seat } from './seat.ts';
import type { SeatsPort } from './seats.ts';
import type { SentTrack } from './sent-track.ts';
import { Sources } from './sources.ts';
import { sourceKey } from './stage-diff.ts';
import type { Taker } from './taker.ts';

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
	readonly #members: Membership;
	readonly #following: Following;
	readonly #sources: Sources;
	readonly #hearing: Hearing;
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
				this.#sources.look();
			},
			onLost: (seat, gone) => this.#handleLost(seat, gone),
			log: this.#log,
		});
		this.#following = new Following({
			takers: () => takersOf(this.endpoints),
			taker: (endpointId) => {
				const endpoint = this.#members.get(endpointId);
				return endpoint && takersOf([endpoint])[0];
			},
			origin: (endpointId) => this.#members.get(endpointId),
			published: () => this.#sources.published,
			onDemand: () => this.#sources.look(),
			onStage: () => this.#sources.lookNow(),
			times: port.times,
			log: this.#log,
		});
		this.#hearing = new Hearing({
			tell: (levels) => port.notify('levels', { conferenceId: id, levels: [...levels] }),
			warn: (endpointId, error) => this.#log.warn({ err: error, endpointId }, 'voice not heard'),
		});
		this.#sources = new Sources({
			layersTaken: (key) => this.#following.layersTaken(key),
			onAvailable: (key) => this.#following.followSource(key),
			onState: (endpointId, source, state) =>
				port.notify('source-changed', { conferenceId: id, endpointId, source, state }),
			onWanted: (endpointId, source, layers) => {
				this.#members.get(endpointId)?.want(source, layers);
				this.#listen(endpointId, source);
			},
			times: port.times,
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

	/** Endpoints on a worker, also those that are still joining. */
	endpointsOn(worker: MediaWorker): number {
		return this.#members.seats.endpointsOn(worker);
	}

	/** What browsers load their device with. Throws MediaError `media-worker-absent`. */
	async getRtpCapabilities(): Promise<RtpCapabilities> {
		return (await this.#members.seats.any()).router.rtpCapabilities;
	}

	/** Resolves when everybody is about to follow it, or a later one. What is older than what is known is left aside. */
	async declare({ revision, stage, views, audience }: Declaration): Promise<void> {
		if (revision <= this.#revision) return;
		this.#revision = revision;
		this.#members.admit(audience);
		// A later one is whole, too.
		const isStale = () => this.#closed || this.#revision !== revision;
		await this.#following.setStage(stage, isStale);
		if (isStale()) return;
		this.#following.setViews(views);
		this.#sources.look();
	}

	/** Enters, or enters anew: the former incarnation of the same endpoint is closed. */
	join(endpointId: string, rtpCapabilities: RtpCapabilities, probe: boolean): Promise<Endpoint> {
		return this.#members.join(endpointId, rtpCapabilities, probe);
	}

	/** Starts to receive what is on the stage. */
	begin(endpoint: Endpoint): void {
		this.#following.follow(takersOf([endpoint]));
	}

	/** Idempotent. */
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
	}

	/** What an endpoint's circumstances allow to flow has changed. */
	followOn(worker: MediaWorker): void {
		this.#following.follow(takersOf(this.endpoints).filter(({ seat }) => seat.worker === worker));
	}

	/** Idempotent; closes all endpoints and routers. */
	close(): void {
		if (this.#closed) return;
		this.#closed = true;
		this.#sources.close();
		this.#members.close();
		this.#hearing.close();
		this.#following.close();
		this.#members.seats.close();
		this.#log.info('conference closed');
	}

	#portOf(endpointId: string, seat: Seat): EndpointPort {
		return {
			getPlaces: () => this.#following.placesFor(endpointId),
			getPublished: () => this.#sources.published,
			lead: (published) => this.#following.lead(published, seat),
			notify: (name, notice) =>
				this.#port.notify(name, { ...notice, conferenceId: this.id, endpointId } as NodeNotice<typeof name>),
			gather: (key, start) => this.#following.gather(key, start),
			follow: (taker) => this.#following.follow([taker]),
			onDemand: () => this.#sources.look(),
			isTaken: (source) => this.#sources.told(endpointId, source) > 0,
			onSourceChanged: (source, track) => this.#handleSource(endpointId, seat, source, track),
			keepFor: this.#port.times.keepFor,
			log: this.#log,
		};
	}

	#handleLost(seat: Seat, gone: readonly Endpoint[]): void {
		this.#sources.look();
		this.#log.warn({ worker: seat.worker.index, endpoints: gone.length }, 'conference lost a worker');
		if (gone.length > 0) this.#port.notify('lost', { conferenceId: this.id, endpointIds: gone.map(({ id }) => id) });
	}

	#handleSource(endpointId: string, seat: Seat, source: Source, track: SentTrack): void {
		// When a conference goes, everything goes: that is told once, not source by source.
		if (this.#closed) return;
		const key = sourceKey(source, endpointId);
		const before = this.#sources.published.get(key);
		this.#sources.update(endpointId, source, track, seat.lost);
		if (before && before.muted !== track.muted) for (const { received } of this.endpoints) received.noteMuted(key);
		void this.#following.followMuted(track);
		this.#listen(endpointId, source);
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
