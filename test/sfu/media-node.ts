import type { RtpCapabilities } from 'mediasoup/types';
import { pino } from 'pino';
import type { Declaration, NodeRequestHandlers, NodeRequestOutput, Stage } from '#sfu/link/contract.ts';
import type { Place } from '#sfu/link/contract-line.ts';
import type { Layer, Source } from '#sfu/link/contract-endpoint.ts';
import { MediaNode, type MediaNodeOptions } from '#sfu/node/media-node.ts';
import { createRequestHandlers } from '#sfu/node/request-handlers.ts';
import { Notices } from './notices.ts';
import { cameraParameters, microphoneParameters, screenParameters } from './rtp.ts';

const parameters = { camera: cameraParameters, microphone: microphoneParameters, screen: screenParameters };

const noReserve = { cameras: [], microphones: [] };

type Declared = Partial<Stage & Pick<Declaration, 'views' | 'audience' | 'neighbours' | 'reserve'>>;

/** A media node in this process, with real workers, driven as the link drives it. */
export class TestNode {
	readonly node: MediaNode;
	readonly notices: Notices;
	readonly ask: NodeRequestHandlers;
	#revision = 0;

	static async start(
		options: Partial<
			Pick<MediaNodeOptions, 'times' | 'workerWatch' | 'linkWatch' | 'solitude' | 'notify' | 'onIsland'>
		> & {
			workers?: number;
		} = {},
	): Promise<TestNode> {
		const notices = new Notices();
		const { workers = 1, notify = notices.record, times, ...others } = options;
		const node = await MediaNode.start({
			settings: {
				workerBin: process.env['MEDIASOUP_WORKER_BIN'],
				listenIps: ['127.0.0.1'],
				announcedAddress: undefined,
				port: 0,
				linePorts: undefined,
				workers,
			},
			log: pino({ level: 'silent' }),
			notify,
			times: { gather: 0, ...times },
			...others,
		});
		return new TestNode(node, notices);
	}

	private constructor(node: MediaNode, notices: Notices) {
		this.node = node;
		this.notices = notices;
		this.ask = createRequestHandlers(node);
	}

	/** `capable`: of all that the node is, unless given. */
	async join(conferenceId: string, endpointId: string, capable?: RtpCapabilities): Promise<TestEndpoint> {
		const { rtpCapabilities: all } = await this.ask.open({ conferenceId });
		const rtpCapabilities = capable ?? all;
		const transports = await this.ask.join({ conferenceId, endpointId, rtpCapabilities, probe: false });
		return new TestEndpoint(this, { conferenceId, endpointId }, transports);
	}

	/** In place of what was declared before; nothing on the stage, nobody's view, everybody admitted unless given. */
	async declare(
		conferenceId: string,
		{
			tracks = [],
			cued = [],
			raised = [],
			views = [],
			audience = null,
			neighbours = [],
			reserve = noReserve,
		}: Declared,
	): Promise<void> {
		this.#revision += 1;
		const stage = { tracks, cued, raised };
		await this.ask.declare({
			conferenceId,
			declaration: { revision: this.#revision, stage, views, audience, neighbours, reserve },
		});
	}

	/** What lives in the worker processes themselves, whatever we believe. */
	async countLiving(): Promise<{ routers: number; transports: number }> {
		let routers = 0;
		let transports = 0;
		for (const worker of this.node.workers) {
			routers += (await worker.getRouterIds()).length;
			transports += (await worker.webRtcServer.dump()).webRtcTransportIds.length;
		}
		return { routers, transports };
	}

	close(): void {
		this.node.close();
	}
}

export class TestEndpoint {
	readonly #node: TestNode;
	readonly ids: { conferenceId: string; endpointId: string };
	readonly transports: NodeRequestOutput<'join'>;

	constructor(node: TestNode, ids: TestEndpoint['ids'], transports: NodeRequestOutput<'join'>) {
		this.#node = node;
		this.ids = ids;
		this.transports = transports;
	}

	/** Returns the producer's id. */
	async publish(source: Source, paused = false): Promise<string> {
		const kind = source === 'microphone' ? 'audio' : 'video';
		const transportId = this.transports.send.id;
		const rtpParameters = parameters[source];
		const { producerId } = await this.#node.ask.produce({
			...this.ids,
			transportId,
			kind,
			source,
			rtpParameters,
			paused,
		});
		return producerId;
	}

	/** Shows or hears a track that it receives, in the size of this layer; null: not at all. */
	async watch(consumerId: string, layer: Layer | null = 2): Promise<void> {
		await this.#node.ask.watch({ ...this.ids, consumerId, layer });
	}

	/** This endpoint's source at a place of the stage. */
	at<P extends Exclude<Place, 'view'>>(place: P, source: Source = place === 'audio' ? 'microphone' : 'camera') {
		return { endpointId: this.ids.endpointId, source, place };
	}

	/** What of its source is taken, as it was told last. */
	async told(source: Source, layers: number): Promise<void> {
		await this.#node.notices.until(
			`${this.ids.endpointId} to be told that ${layers} layers of its ${source} are taken`,
			'source-wanted',
			(notice) => notice.endpointId === this.ids.endpointId && notice.source === source && notice.layers === layers,
		);
	}

	/** The next track of this source that reaches this endpoint. */
	async receives(source: Source, from: TestEndpoint) {
		return this.#node.notices.until(
			`${this.ids.endpointId} to receive the ${source} of ${from.ids.endpointId}`,
			'consumer-created',
			(notice) =>
				notice.endpointId === this.ids.endpointId &&
				notice.source === source &&
				notice.sourceEndpointId === from.ids.endpointId,
		);
	}
}
