import type { MediaWorker } from '#sfu/node/media-worker.ts';
import { MediaError } from '#sfu/link/errors.ts';
import { Seat } from './seat.ts';

export interface SeatsPort {
	/** Resolves once a worker is ready. Throws MediaError `media-worker-absent`. */
	waitForWorker(): Promise<void>;
	/** The worker for one more endpoint of a conference that has seats on these; undefined when none is ready. */
	placeEndpoint(seated: ReadonlySet<MediaWorker>): MediaWorker | undefined;
	/** The worker died, and everything on this seat is gone. */
	onLost(seat: Seat): void;
}

/** A conference's seats: one on each worker that has endpoints of it. */
export class Seats {
	readonly #port: SeatsPort;
	readonly #seats = new Map<MediaWorker, Promise<Seat>>();
	/** Endpoints on each worker, also those that are still joining: the next one is placed by them. */
	readonly #occupied = new Map<MediaWorker, number>();
	readonly #taken = new Set<Seat>();
	#closed = false;

	constructor(port: SeatsPort) {
		this.#port = port;
	}

	endpointsOn(worker: MediaWorker): number {
		return this.#occupied.get(worker) ?? 0;
	}

	/** The place of one more endpoint, its until it is given back. Throws MediaError `media-worker-absent`. */
	async take(): Promise<Seat> {
		for (;;) {
			await this.#port.waitForWorker();
			// Placed and counted in one turn: of hundreds that come at once each is placed after the others.
			const worker = this.#port.placeEndpoint(new Set(this.#seats.keys()));
			if (!worker) continue;
			this.#count(worker, 1);
			try {
				const seat = await (this.#seats.get(worker) ?? this.#furnish(worker));
				if (!seat.lost) return seat;
			} catch (error) {
				this.#count(worker, -1);
				// The worker died meanwhile: try the next one.
				if (!worker.closed || this.#closed) throw error;
			}
		}
	}

	giveBack(seat: Seat): void {
		this.#count(seat.worker, -1);
	}

	/** Any seat: what one router can do, they all can. Throws MediaError `media-worker-absent`. */
	async any(): Promise<Seat> {
		const [taken] = this.#taken;
		if (taken) return taken;
		const seat = await this.take();
		this.giveBack(seat);
		return seat;
	}

	/** Idempotent; closes all routers. */
	close(): void {
		this.#closed = true;
		for (const seat of this.#taken) seat.close();
		this.#taken.clear();
		this.#seats.clear();
		this.#occupied.clear();
	}

	#furnish(worker: MediaWorker): Promise<Seat> {
		const furnishing = Seat.take(worker).then((seat) => {
			if (this.#closed) {
				seat.close();
				throw new MediaError('conference-unknown');
			}
			if (seat.lost) throw new MediaError('media-worker-absent');
			this.#taken.add(seat);
			seat.onLost(() => this.#lose(seat));
			return seat;
		});
		this.#seats.set(worker, furnishing);
		furnishing.catch(() => this.#seats.delete(worker));
		return furnishing;
	}

	#count(worker: MediaWorker, change: 1 | -1): void {
		const endpoints = this.endpointsOn(worker) + change;
		if (endpoints > 0) this.#occupied.set(worker, endpoints);
		else this.#occupied.delete(worker);
	}

	#lose(seat: Seat): void {
		this.#seats.delete(seat.worker);
		this.#occupied.delete(seat.worker);
		this.#taken.delete(seat);
		this.#port.onLost(seat);
	}
}
