import { EndpointHost } from '#test/load/endpoint/endpoint-host.ts';
import { ReceivingTransport } from '#test/load/endpoint/receiving-transport.ts';
import { SendingTransport } from '#test/load/endpoint/sending-transport.ts';
import { loadRecording } from '#test/load/recording/recording.ts';
import type { TestEndpoint, TestNode } from './media-node.ts';

type Joined = Pick<TestEndpoint, 'ids' | 'transports'>;

/** Real media for endpoints of a node in this process: the load tool's side of their transports. */
export class Wires {
	readonly #host = new EndpointHost();
	readonly #recording = loadRecording();
	readonly #open = new Set<SendingTransport | ReceivingTransport>();

	/** Sends to the node, once connected. */
	async sender(node: TestNode, { ids, transports: { send } }: Joined): Promise<SendingTransport> {
		return this.#connect(node, ids, new SendingTransport(this.#host, send, this.#recording));
	}

	/** Sends the endpoint's camera to the node, from now on; resolves with the producer's id and what sends it. */
	async camera(node: TestNode, endpoint: Joined) {
		const sender = await this.sender(node, endpoint);
		const camera = sender.produce('camera');
		const { rtpParameters } = camera;
		const asked = { transportId: sender.id, kind: 'video', source: 'camera', rtpParameters, paused: false } as const;
		const { producerId } = await node.ask.produce({ ...endpoint.ids, ...asked });
		return { producerId, camera };
	}

	/** Receives from the node, once connected. */
	async receiver(node: TestNode, { ids, transports: { receive } }: Joined): Promise<ReceivingTransport> {
		return this.#connect(node, ids, new ReceivingTransport(this.#host, receive));
	}

	/** Before the node closes. */
	close(): void {
		for (const transport of this.#open) transport.close();
		this.#host.close();
	}

	async #connect<T extends SendingTransport | ReceivingTransport>(
		node: TestNode,
		ids: TestEndpoint['ids'],
		transport: T,
	): Promise<T> {
		this.#open.add(transport);
		const connected = new Promise<void>((resolve, reject) => {
			transport.once('connected', resolve);
			transport.once('failed', (reason) => reject(new Error(reason)));
		});
		const { id: transportId, dtlsParameters } = transport;
		await node.ask['connect-transport']({ ...ids, transportId, dtlsParameters });
		transport.start();
		await connected;
		return transport;
	}
}
