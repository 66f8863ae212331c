import type { Producer } from 'mediasoup/types';
import { socketBuffer } from '#sfu/node/media-worker.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './sent-track.ts';

/** The right to consume a producer on a seat, until it is given back. */
export interface Lease {
	/** Idempotent. */
	release(): void;
}

interface Pipe {
	/** The producer's double on the other router. */
	readonly opened: Promise<Producer>;
	leases: number;
	/** Runs while nobody needs it. */
	timer: NodeJS.Timeout | undefined;
}

const atHome: Lease = { release() {} };

/**
 * Brings producers to the routers whose endpoints receive them: over each pair of workers once, however many listen
 * there; taken down a while after the last one stopped.
 */
export class Pipes {
	readonly #holdDown: number;
	readonly #pipes = new Map<Seat, Map<string, Pipe>>();

	/** `holdDown`: how long a pipe that nobody needs stays, in ms. */
	constructor(holdDown: number) {
		this.#holdDown = holdDown;
	}

	get size(): number {
		let size = 0;
		for (const pipes of this.#pipes.values()) size += pipes.size;
		return size;
	}

	/** Resolves once the producer can be consumed there; throws what mediasoup throws when an end of it closes. */
	async lead(track: SentTrack, home: Seat, to: Seat): Promise<Lease> {
		if (home === to) return atHome;
		const pipe = this.#pipes.get(to)?.get(track.id) ?? this.#lay(track, home, to);
		pipe.leases += 1;
		clearTimeout(pipe.timer);
		try {
			await pipe.opened;
		} catch (error) {
			pipe.leases -= 1;
			throw error;
		}
		let released = false;
		return {
			release: () => {
				if (released) return;
				released = true;
				pipe.leases -= 1;
				if (pipe.leases === 0) pipe.timer = setTimeout(() => void this.#takeDown(pipe), this.#holdDown);
			},
		};
	}

	/** The doubles of a track are muted as it is, so that their receivers know. */
	async follow({ id, muted }: SentTrack): Promise<void> {
		const pipes = [...this.#pipes.values()].flatMap((each) => each.get(id) ?? []);
		await Promise.allSettled(pipes.map(async ({ opened }) => mute(await opened, muted)));
	}

	/** Forgets the pipes; they close with their routers. */
	close(): void {
		for (const pipes of this.#pipes.values()) for (const pipe of pipes.values()) clearTimeout(pipe.timer);
		this.#pipes.clear();
	}

	#lay(track: SentTrack, home: Seat, to: Seat): Pipe {
		const pipe: Pipe = { opened: openPipe(track, home, to), leases: 0, timer: undefined };
		const pipes = this.#pipes.get(to) ?? new Map<string, Pipe>();
		this.#pipes.set(to, pipes.set(track.id, pipe));
		const forget = () => {
			clearTimeout(pipe.timer);
			if (pipes.get(track.id) === pipe) pipes.delete(track.id);
			if (pipes.size === 0 && this.#pipes.get(to) === pipes) this.#pipes.delete(to);
		};
		// Also when either worker died or the producer ended: the next one who asks lays it anew, or learns why not.
		pipe.opened.then((double) => (double.closed ? forget() : double.observer.once('close', forget)), forget);
		return pipe;
	}

	async #takeDown(pipe: Pipe): Promise<void> {
		(await pipe.opened).close();
	}
}

/**
 * mediasoup closes either end with the other. With buffers as large as those towards the endpoints loopback loses nothing
 * worth retransmitting: what a pipe loses, a whole worker's endpoints miss.
 */
async function openPipe(track: SentTrack, home: Seat, to: Seat): Promise<Producer> {
	const { pipeConsumer, pipeProducer } = await home.router.pipeToRouter({
		producerId: track.id,
		router: to.router,
		listenInfo: { protocol: 'udp', ip: '127.0.0.1', recvBufferSize: socketBuffer, sendBufferSize: socketBuffer },
		enableSctp: false,
	});
	if (!pipeConsumer || !pipeProducer) throw new Error('a pipe of a producer has a consumer and a producer');
	// mediasoup would make the double follow each pause of the producer: too late for the first packets after it, and where
	// the worker dies at that moment nobody would catch what that throws, and Node ends.
	pipeConsumer.observer.removeAllListeners('pause').removeAllListeners('resume');
	// It was laid as the producer was at that moment, held back perhaps.
	await mute(pipeProducer, track.muted);
	return pipeProducer;
}

/** Never rejects: a producer that cannot is gone, with its worker. */
async function mute(producer: Producer, muted: boolean): Promise<void> {
	await (muted ? producer.pause() : producer.resume()).catch(() => {});
}
