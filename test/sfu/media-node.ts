import { pino } from 'pino';
import type { NodeRequestHandlers, NodeRequestOutput, Source, Stage } from '#sfu/link/contract.ts';
import { MediaNode, type MediaNodeOptions } from '#sfu/node/media-node.ts';
import { createRequestHandlers } from '#sfu/node/request-handlers.ts';
import { Notices } from './notices.ts';
import { cameraParameters, microphoneParameters, screenParameters } from './rtp.ts';

const parameters = { camera: cameraParameters, microphone: microphoneParameters, screen: screenParameters };

/** A media node in this process, with real workers, driven as the link drives it. */
export class TestNode {
	readonly node: MediaNode;
	readonly notices: Notices;
	readonly ask: NodeRequestHandlers;

	static async start(
		options: {
			workers?: number;
			silentAfter?: number;
			returnWithin?: number;
			notify?: MediaNodeOptions['notify'];
		} = {},
	): Promise<TestNode> {
		const notices = new Notices();
		const { workers = 1, notify = notices.record, ...times } = options;
		const node = await MediaNode.start({
			settings: {
				workerBin: process.env['MEDIASOUP_WORKER_BIN'],
				listenIp: '127.0.0.1',
				announcedAddress: undefined,
				port: 0,
				workers,
			},
			log: pino({ level: 'silent' }),
			notify,
			...times,
		});
		return new TestNode(node, notices);
	}

	private constructor(node: MediaNode, notices: Notices) {
		this.node = node;
		this.notices = notices;
		this.ask = createRequestHandlers(node);
	}

	async join(conferenceId: string, endpointId: string): Promise<TestEndpoint> {
		const { rtpCapabilities } = await this.ask.open({ conferenceId });
		const transports = await this.ask.join({ conferenceId, endpointId, rtpCapabilities, probe: false });
		return new TestEndpoint(this, { conferenceId, endpointId }, transports);
	}

	async setStage(conferenceId: string, stage: Partial<Stage>): Promise<void> {
		await this.ask['set-stage']({ conferenceId, stage: { video: [], audio: [], ...stage } });
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
