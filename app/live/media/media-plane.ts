import type { NodeNoticeHandlers, NodeRequestOutput } from '#sfu/link/contract.ts';
import type { LineState } from '#sfu/link/contract-line.ts';
import type { TraceEvent } from '#sfu/link/contract-trace.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { serveLink, type Link } from '#sfu/link/serve-link.ts';
import type { LinkRefusal } from '#sfu/link/wire.ts';
import type { Logger } from 'pino';
import { nobody, type Observer } from '../observer.ts';
import type { RunningMeeting } from '../running-meeting.ts';
import { KnownNodes } from './known-nodes.ts';
import { MediaDirector } from './media-director.ts';
import { placeAnew } from './place-anew.ts';
import type { NodeRegistry } from './node-register.ts';
import type { PlacedNode } from './placed-node.ts';

/** The control process's side of the media nodes: one director for each meeting that somebody is in. */
export class MediaPlane {
	readonly #log: Logger;
	readonly #nodes: KnownNodes;
	readonly #directors = new Map<string, MediaDirector>();
	readonly #observer: Observer;
	readonly #registry: NodeRegistry;
	/** why who knocked last under that name was not let in, until they are */
	readonly #refused = new Map<string, LinkRefusal['code']>();
	#onDirecting: (director: MediaDirector) => void = () => {};
	#link: Link | undefined;

	private constructor(registry: NodeRegistry, log: Logger, observer: Observer) {
		this.#registry = registry;
		this.#log = log;
		this.#observer = observer;
		this.#nodes = new KnownNodes(
			{
				onGone: (nodeId) => {
					log.warn({ nodeId }, 'media node is not expected back: its devices are called to another one');
					for (const director of this.#directors.values()) director.nodeGone(nodeId);
				},
				onSilent: (nodeId) => {
					for (const director of this.#directors.values()) director.nodeSilent(nodeId);
				},
			},
			registry.placed,
		);
	}

	/** Listens for nodes that show a token of the registry. */
	static async open(registry: NodeRegistry, log: Logger, observer = nobody): Promise<MediaPlane> {
		const plane = new MediaPlane(registry, log, observer);
		plane.#link = await serveLink({
			whose: registry.whose,
			log,
			handlers: (nodeId) => plane.#handlers(nodeId),
			onNodeGone: (nodeId, how) => {
				// How its devices' links are is not known any more.
				for (const { homes, links } of plane.#directors.values())
					for (const deviceId of homes.devicesWith(nodeId)) links.forget(deviceId);
				plane.#nodes.departed(nodeId, how);
			},
			onRefused: (nodeId, code) => {
				if (plane.placed.some(({ id }) => id === nodeId)) plane.#refused.set(nodeId, code);
			},
		});
		return plane;
	}

	/** Where a local node dials. */
	get url(): string {
		return this.#open.url;
	}

	/** For the server that nodes elsewhere dial. */
	get entry(): Link['entry'] {
		return this.#open.entry;
	}

	/** By meeting, of those that somebody is in. */
	get directors(): ReadonlyMap<string, MediaDirector> {
		return this.#directors;
	}

	/** Hears of each director as it begins its work; one listener. */
	onDirecting(listener: (director: MediaDirector) => void): void {
		this.#onDirecting = listener;
	}

	/** By id, the nodes that are ready. */
	get nodes(): readonly string[] {
		return this.#nodes.there;
	}

	/** As an administrator placed them, connected or not; who is connected and not among them stands in the middle. */
	get placed(): readonly PlacedNode[] {
		return this.#registry.placed();
	}

	/** Nothing has come from a node for seconds, and it is still expected back. */
	isSilent(nodeId: string): boolean {
		return this.#nodes.isSilent(nodeId);
	}

	/** Why a node that is not there was not let in when it tried last; undefined: it did not try. */
	refusalOf(nodeId: string): LinkRefusal['code'] | undefined {
		return this.#refused.get(nodeId);
	}

	/** The devices of all meetings that are with a node. */
	crowdOf(nodeId: string): number {
		return this.#directors.values().reduce((sum, director) => sum + director.homes.countWith(nodeId), 0);
	}

	/** A node's token holds no more: who came in by it goes, and its devices are called elsewhere. */
	sendAway(nodeId: string): void {
		this.#refused.delete(nodeId);
		this.#open.sendAway(nodeId);
	}

	/** How the nodes and their workers do, by node. Throws MediaError `media-node-absent`, `media-node-timeout` where none tells. */
	async measureNodes(): Promise<ReadonlyMap<string, NodeRequestOutput<'get-stats'>>> {
		const ids = this.nodes;
		const measured = await Promise.allSettled(ids.map((nodeId) => this.#request(nodeId, 'get-stats', {})));
		const known = new Map(
			measured.flatMap((each, index) => (each.status === 'fulfilled' ? [[ids[index] ?? '', each.value]] : [])),
		);
		const failed = measured.find((each) => each.status === 'rejected');
		if (known.size > 0) return known;
		throw failed?.reason ?? new MediaError('media-node-absent');
	}

	/**
	 * What a device and its node said to each other about lost packets and key frames, after event `after`; null while the
	 * device has no media.
	 */
	async trace(meetingId: string, deviceId: string, after: number): Promise<TraceEvent[] | null> {
		const nodeId = this.#directors.get(meetingId)?.homes.nodeOf(deviceId);
		if (nodeId === undefined) return null;
		try {
			const told = await this.#request(nodeId, 'trace', { conferenceId: meetingId, endpointId: deviceId, after });
			const now = Date.now();
			return told.map(({ agoMs, ...event }) => ({ ...event, at: now - agoMs }));
		} catch (error) {
			if (error instanceof MediaError) return null;
			throw error;
		}
	}

	direct(meeting: RunningMeeting): MediaDirector {
		const director = new MediaDirector(meeting, {
			request: this.#request,
			nodes: this.#nodes,
			places: this.#registry,
			crowdOf: (nodeId) => this.crowdOf(nodeId),
			observer: this.#observer,
			log: this.#log.child({ meetingId: meeting.id }),
			closed: () => void this.#directors.delete(meeting.id),
		});
		this.#directors.set(meeting.id, director);
		this.#onDirecting(director);
		return director;
	}

	/**
	 * An operator chose nodes for these people and rooms of a meeting, or no longer does: they are called there at once.
	 * Undefined: all that were moved away from their own node, where it would have room by now.
	 */
	placeAnew(meetingId: string, participantIds: readonly string[] | undefined): void {
		const director = this.#directors.get(meetingId);
		director?.placementChanged();
		if (director) placeAnew(director, participantIds);
	}

	/** Nodes, or units, stand elsewhere by now, or a node is to be emptied. */
	placementChanged(): void {
		this.#nodes.placementChanged();
		for (const director of this.#directors.values()) director.placementChanged();
	}

	async close(): Promise<void> {
		this.#nodes.close();
		await this.#link?.close();
	}

	get #open(): Link {
		if (!this.#link) throw new Error('the link to the media nodes is not open');
		return this.#link;
	}

	readonly #request: Link['request'] = (nodeId, name, input) => this.#open.request(nodeId, name, input);

	#closeConference(nodeId: string, conferenceId: string): void {
		this.#request(nodeId, 'close', { conferenceId }).catch((error: unknown) => {
			this.#log.warn({ err: error, nodeId, conferenceId }, 'a forgotten conference could not be closed');
		});
	}

	/** It is said again until the other end has heard it. */
	#passOn(conferenceId: string, from: string, to: string, state: LineState): void {
		this.#request(to, 'line-told', { conferenceId, from, state }).catch((error: unknown) => {
			this.#log.debug({ err: error, from, to, conferenceId }, 'a node did not hear its neighbour');
		});
	}

	#handlers(nodeId: string): NodeNoticeHandlers {
		const of = (conferenceId: string) => this.#directors.get(conferenceId);
		return {
			'node-ready': ({ workers, conferences }) => {
				this.#log.info({ nodeId, workers, conferences: conferences.length }, 'media node ready');
				this.#refused.delete(nodeId);
				const carried = new Map(conferences.map((each) => [each.conferenceId, each]));
				this.#nodes.arrived(nodeId, () => {
					for (const [id, director] of this.#directors) director.nodeReady(nodeId, carried.get(id));
				});
				// Their meetings have ended, here or in an earlier life of this process, while the link was down.
				for (const id of carried.keys()) if (!this.#directors.has(id)) this.#closeConference(nodeId, id);
			},
			consumers: ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(nodeId, endpointId, 'consumers', notice),
			'consumer-created': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(nodeId, endpointId, 'consumer-created', notice),
			'consumer-closed': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(nodeId, endpointId, 'consumer-closed', notice),
			'consumers-muted': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(nodeId, endpointId, 'consumers-muted', notice),
			'source-wanted': ({ conferenceId, endpointId, ...notice }) =>
				of(conferenceId)?.notify(nodeId, endpointId, 'source-wanted', notice),
			'source-changed': (notice) => of(notice.conferenceId)?.sourceChanged(nodeId, notice),
			sources: ({ conferenceId, sources }) => of(conferenceId)?.sourcesTold(nodeId, sources),
			lost: ({ conferenceId, endpointIds }) => of(conferenceId)?.lost(nodeId, endpointIds),
			links: ({ conferenceId, links }) => of(conferenceId)?.linksTold(nodeId, links),
			'tell-line': ({ conferenceId, to, state }) => {
				if (of(conferenceId)?.areNeighbours(nodeId, to)) this.#passOn(conferenceId, nodeId, to, state);
			},
			'line-cut': ({ conferenceId, nodeId: neighbour }) => {
				if (of(conferenceId)?.areNeighbours(nodeId, neighbour)) this.#nodes.missed(neighbour);
			},
			levels: ({ conferenceId, levels }) => of(conferenceId)?.levelsTold(nodeId, levels),
		};
	}
}
