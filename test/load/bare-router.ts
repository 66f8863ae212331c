import { createWorker } from 'mediasoup';
import type {
	Consumer,
	Producer,
	Router,
	RtpCapabilities,
	TransportListenInfo,
	WebRtcServer,
	WebRtcTransport,
	Worker,
} from 'mediasoup/types';
import { mediaCodecs } from '#sfu/conference/media-codecs.ts';
import { receivingCapabilities } from './endpoint/capabilities.ts';
import type { EndpointHost } from './endpoint/endpoint-host.ts';
import type { ReceivedTrack } from './endpoint/received-track.ts';
import { ReceivingTransport } from './endpoint/receiving-transport.ts';
import { SendingTransport } from './endpoint/sending-transport.ts';
import type { Recording } from './recording/recording.ts';

/** mediasoup with nothing of ours around it: what the product is compared with. */
export class BareRouter {
	readonly worker: Worker;
	readonly router: Router;
	/** UDP port of all its transports. */
	readonly port: number;
	readonly #server: WebRtcServer;

	/** `buffers`: of its UDP socket; the system's default unless given. */
	static async start(
		buffers: Pick<TransportListenInfo, 'recvBufferSize' | 'sendBufferSize'> = {},
	): Promise<BareRouter> {
		const workerBin = process.env['MEDIASOUP_WORKER_BIN'];
		const worker = await createWorker({ logLevel: 'error', ...(workerBin === undefined ? {} : { workerBin }) });
		const listenInfos = [{ protocol: 'udp' as const, ip: '127.0.0.1', ...buffers }];
		const server = await worker.createWebRtcServer({ listenInfos });
		const { udpSockets } = await server.dump();
		return new BareRouter(worker, server, await worker.createRouter({ mediaCodecs }), udpSockets[0]?.port ?? 0);
	}

	private constructor(worker: Worker, server: WebRtcServer, router: Router, port: number) {
		this.worker = worker;
		this.#server = server;
		this.router = router;
		this.port = port;
	}

	get capabilities(): RtpCapabilities {
		return receivingCapabilities(this.router.rtpCapabilities);
	}

	/** A connected sending endpoint with the server's side of it. */
	async addSender(host: EndpointHost, recording: Recording) {
		const transport = await this.createTransport();
		const endpoint = new SendingTransport(host, transport, recording);
		await connect(transport, endpoint);
		return { transport, endpoint };
	}

	/** A connected receiving endpoint with the server's side of it. */
	async addReceiver(host: EndpointHost) {
		const transport = await this.createTransport();
		const endpoint = new ReceivingTransport(host, transport);
		await connect(transport, endpoint);
		return { transport, endpoint };
	}

	/** Media flows when it returns. */
	async consume(
		{ transport, endpoint }: { transport: WebRtcTransport; endpoint: ReceivingTransport },
		producer: Producer,
	): Promise<{ consumer: Consumer; track: ReceivedTrack }> {
		const consumer = await transport.consume({
			producerId: producer.id,
			rtpCapabilities: this.capabilities,
			paused: true,
			enableRtx: true,
		});
		const { id: consumerId, kind, rtpParameters } = consumer;
		const track = endpoint.consume({ consumerId, kind, rtpParameters });
		await consumer.resume();
		return { consumer, track };
	}

	/** Idempotent. */
	close(): void {
		this.worker.close();
	}

	/** A transport to which no endpoint is connected yet. */
	async createTransport(): Promise<WebRtcTransport> {
		return this.router.createWebRtcTransport({
			webRtcServer: this.#server,
			initialAvailableOutgoingBitrate: 3_000_000,
		});
	}
}

async function connect(transport: WebRtcTransport, endpoint: ReceivingTransport | SendingTransport): Promise<void> {
	const connected = new Promise<void>((resolve, reject) => {
		endpoint.once('connected', resolve);
		endpoint.once('failed', (reason) => reject(new Error(reason)));
	});
	await transport.connect({ dtlsParameters: endpoint.dtlsParameters });
	endpoint.start();
	await connected;
}
