import type { Consumer, DirectTransport, Producer, ProducerOptions, Router } from 'mediasoup/types';
import type { MediaWorker } from '#sfu/node/media-worker.ts';

const audioLevelUri = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';

/** A conference's place on one worker: its router there, and what of it comes into this process. */
export class Seat {
	readonly worker: MediaWorker;
	readonly router: Router;
	readonly #direct: DirectTransport;

	static async take(worker: MediaWorker): Promise<Seat> {
		const router = await worker.createRouter();
		try {
			return new Seat(worker, router, await router.createDirectTransport());
		} catch (error) {
			router.close();
			throw error;
		}
	}

	private constructor(worker: MediaWorker, router: Router, direct: DirectTransport) {
		this.worker = worker;
		this.router = router;
		this.#direct = direct;
	}

	/** The worker is gone, and the router with it. */
	get lost(): boolean {
		return this.router.closed;
	}

	/** Calls back once when the worker goes; never after `close`. */
	onLost(handle: () => void): void {
		this.router.once('workerclose', handle);
	}

	/** Hands out a microphone's packets, with the id of the audio level in them (RFC 6464), until the consumer closes. */
	async listen(producer: Producer, take: (packet: Buffer, extensionId: number) => void): Promise<Consumer> {
		const { rtpCapabilities } = this.router;
		const consumer = await this.#direct.consume({ producerId: producer.id, rtpCapabilities, ignoreDtx: true });
		const level = consumer.rtpParameters.headerExtensions?.find(({ uri }) => uri === audioLevelUri);
		if (level) consumer.on('rtp', (packet) => take(packet, level.id));
		return consumer;
	}

	/** A source whose packets come from this process. Rejects with what mediasoup refuses. */
	produce(options: ProducerOptions): Promise<Producer> {
		return this.#direct.produce(options);
	}

	/** Idempotent; closes all transports of the router. */
	close(): void {
		this.router.close();
	}
}
