import type { Producer } from 'mediasoup/types';
import { Bridge, type Carried } from './bridge.ts';
import type { Seat } from './seat.ts';
import type { SentTrack } from './sent-track.ts';

/** The right to consume a producer on a seat, until it is given back. */
export interface Lease {
	/** Something of it is to flow there, or nothing. Never rejects: a pipe that cannot is gone, with a worker. */
	take(flowing: boolean): Promise<void>;
	/** Idempotent; takes nothing any more. */
	release(): void;
}

interface Pipe {
	readonly opened: Promise<Carried>;
	leases: number;
	/** Leases through which something is to flow. */
	takers: number;
	/** Runs while nobody needs it. */
	timer: NodeJS.Timeout | undefined;
}

const atHome: Lease = { async take() {}, release() {} };

/**
 * Brings producers to the routers whose endpoints receive them: over each pair of workers once, however many listen
 * there; nothing of them while nobody there takes any; taken down a while after the last one stopped.
 */
export class Pipes {
	readonly #holdDown: number;
	readonly #pipes = new Map<Seat, Map<string, Pipe>>();
	/** By home and by where to. */
	readonly #bridges = new WeakMap<Seat, WeakMap<Seat, Promise<Bridge>>>();

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
		return this.#leaseOf(pipe);
	}

	/** The doubles of a track are paused as it is, so that their receivers know. */
	async follow({ id, stopped }: SentTrack): Promise<void> {
		const pipes = [...this.#pipes.values()].flatMap((each) => each.get(id) ?? []);
		await Promise.allSettled(pipes.map(async ({ opened }) => mute((await opened).double, stopped)));
	}

	/** Forgets the pipes; they close with their routers. */
	close(): void {
		for (const pipes of this.#pipes.values()) for (const pipe of pipes.values()) clearTimeout(pipe.timer);
		this.#pipes.clear();
	}

	#leaseOf(pipe: Pipe): Lease {
		let taken = false;
		let released = false;
		const take = async (flowing: boolean) => {
			if (flowing === taken || released) return;
			taken = flowing;
			pipe.takers += flowing ? 1 : -1;
			if (pipe.takers === (flowing ? 1 : 0)) await flow(pipe);
		};
		return {
			take,
			release: () => {
				if (released) return;
				void take(false);
				released = true;
				pipe.leases -= 1;
				if (pipe.leases === 0) pipe.timer = setTimeout(() => void this.#takeDown(pipe), this.#holdDown);
			},
		};
	}

	#lay(track: SentTrack, home: Seat, to: Seat): Pipe {
		const opened = this.#bridge(home, to).then(async (bridge) => {
			const carried = await bridge.carry(track);
			// It was laid as the track was at that moment.
			if (carried.double.paused !== track.stopped) await mute(carried.double, track.stopped);
			return carried;
		});
		const pipe: Pipe = { opened, leases: 0, takers: 0, timer: undefined };
		const pipes = this.#pipes.get(to) ?? new Map<string, Pipe>();
		this.#pipes.set(to, pipes.set(track.id, pipe));
		const forget = () => {
			clearTimeout(pipe.timer);
			if (pipes.get(track.id) === pipe) pipes.delete(track.id);
			if (pipes.size === 0 && this.#pipes.get(to) === pipes) this.#pipes.delete(to);
		};
		// Also when either worker died or the producer ended: the next one who asks lays it anew, or learns why not.
		opened.then(({ double }) => (double.closed ? forget() : double.observer.once('close', forget)), forget);
		return pipe;
	}

	/** Closed with either worker, and then nobody asks for it any more. */
	#bridge(home: Seat, to: Seat): Promise<Bridge> {
		const bridges = this.#bridges.get(home) ?? new WeakMap<Seat, Promise<Bridge>>();
		this.#bridges.set(home, bridges);
		const laid = bridges.get(to) ?? Bridge.lay(home, to);
		bridges.set(to, laid);
		// The next one who asks lays it anew, or learns why not.
		laid.catch(() => bridges.delete(to));
		return laid;
	}

	async #takeDown(pipe: Pipe): Promise<void> {
		(await pipe.opened).double.close();
	}
}

async function flow(pipe: Pipe): Promise<void> {
	const { consumer } = await pipe.opened;
	await (pipe.takers > 0 ? consumer.resume() : consumer.pause()).catch(() => {});
}

/** Never rejects: a producer that cannot is gone, with its worker. */
async function mute(producer: Producer, muted: boolean): Promise<void> {
	await (muted ? producer.pause() : producer.resume()).catch(() => {});
}
