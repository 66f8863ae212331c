import type { Consumer, PipeTransport, Producer } from 'mediasoup/types';
import { socketBuffer } from '#sfu/node/media-worker.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './sent-track.ts';

/**
 * With buffers as large as those towards the endpoints loopback loses nothing worth retransmitting: what a pipe loses, a
 * whole worker's endpoints miss.
 */
const listenInfo = {
	protocol: 'udp',
	ip: '127.0.0.1',
	recvBufferSize: socketBuffer,
	sendBufferSize: socketBuffer,
} as const;

/** A producer and its double on another worker. Each closes with the other. */
export interface Carried {
	/** Takes it from its home; paused at first. */
	readonly consumer: Consumer;
	/** Receivers there consume it; it has the producer's id. */
	readonly double: Producer;
}

/** The way from one of a conference's workers to another. */
export class Bridge {
	readonly #near: PipeTransport;
	readonly #far: PipeTransport;

	/** Throws what mediasoup throws when an end of it closes. */
	static async lay(home: Seat, to: Seat): Promise<Bridge> {
		const lay = ({ router }: Seat) => router.createPipeTransport({ listenInfo, enableSctp: false });
		const [near, far] = await Promise.allSettled([lay(home), lay(to)]);
		const bridge = near.status === 'fulfilled' && far.status === 'fulfilled' && new Bridge(near.value, far.value);
		try {
			if (!bridge) throw near.status === 'rejected' ? near.reason : far.status === 'rejected' && far.reason;
			await bridge.#connect();
			return bridge;
		} catch (error) {
			for (const end of [near, far]) if (end.status === 'fulfilled') end.value.close();
			throw error;
		}
	}

	private constructor(near: PipeTransport, far: PipeTransport) {
		this.#near = near;
		this.#far = far;
		// Where one worker dies, nothing is left of it on the other.
		near.observer.once('close', () => far.close());
		far.observer.once('close', () => near.close());
	}

	/** Nothing flows until the consumer is resumed. `stopped`: as the track is. Throws as `lay`. */
	async carry({ id, stopped }: SentTrack): Promise<Carried> {
		const consumer = await this.#near.consume({ producerId: id });
		try {
			// mediasoup has no consumer of a pipe that begins so.
			const paused = consumer.pause();
			paused.catch(() => {});
			const { kind, rtpParameters } = consumer;
			const double = await this.#far.produce({ id, kind, rtpParameters, paused: stopped });
			consumer.observer.once('close', () => double.close());
			double.observer.once('close', () => consumer.close());
			// It ended meanwhile.
			if (consumer.closed) double.close();
			await paused;
			return { consumer, double };
		} catch (error) {
			consumer.close();
			throw error;
		}
	}

	async #connect(): Promise<void> {
		const meet = (end: PipeTransport, other: PipeTransport) =>
			end.connect({ ip: other.tuple.localAddress, port: other.tuple.localPort });
		await Promise.all([meet(this.#near, this.#far), meet(this.#far, this.#near)]);
	}
}
