import type { Producer } from 'mediasoup/types';
import { socketBuffer } from '#sfu/node/media-worker.ts';
import type { Seat } from './seat.ts';

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
	async lead(producer: Producer, home: Seat, to: Seat): Promise<Lease> {
		if (home === to) return atHome;
		const pipe = this.#pipes.get(to)?.get(producer.id) ?? this.#lay(producer, home, to);
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

	/** Their doubles follow a producer that is resumed by themselves, but may miss its first packets: they go first. */
	async resumeDoubles({ id }: Producer): Promise<void> {
		const pipes = [...this.#pipes.values()].flatMap((each) => each.get(id) ?? []);
		await Promise.allSettled(pipes.map(async ({ opened }) => (await opened).resume()));
	}

	/** Forgets the pipes; they close with their routers. */
	close(): void {
		for (const pipes of this.#pipes.values()) for (const pipe of pipes.values()) clearTimeout(pipe.timer);
		this.#pipes.clear();
	}

	#lay(producer: Producer, home: Seat, to: Seat): Pipe {
		const pipe: Pipe = { opened: openPipe(producer, home, to), leases: 0, timer: undefined };
		const pipes = this.#pipes.get(to) ?? new Map<string, Pipe>();
		this.#pipes.set(to, pipes.set(producer.id, pipe));
		const forget = () => {
			clearTimeout(pipe.timer);
			if (pipes.get(producer.id) === pipe) pipes.delete(producer.id);
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
async function openPipe(producer: Producer, home: Seat, to: Seat): Promise<Producer> {
	const { pipeProducer } = await home.router.pipeToRouter({
		producerId: producer.id,
		router: to.router,
		listenInfo: { protocol: 'udp', ip: '127.0.0.1', recvBufferSize: socketBuffer, sendBufferSize: socketBuffer },
		enableSctp: false,
	});
	if (!pipeProducer) throw new Error('a pipe of a producer has a producer');
	return pipeProducer;
}
