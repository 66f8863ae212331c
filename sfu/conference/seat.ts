import type { AudioLevelObserver, Producer, Router } from 'mediasoup/types';
import type { MediaWorker } from '#sfu/node/media-worker.ts';

/** A voice and how loud it is, in dBov. */
export interface Loudness {
	producer: Producer;
	dbov: number;
}

/** A conference's place on one worker: its router there and the observer of the microphones that arrive there. */
export class Seat {
	readonly worker: MediaWorker;
	readonly router: Router;
	readonly #levels: AudioLevelObserver;

	static async take(worker: MediaWorker): Promise<Seat> {
		const router = await worker.createRouter();
		try {
			// Quieter than −60 dBov is a room's noise, not a speaker.
			const levels = await router.createAudioLevelObserver({ maxEntries: 8, threshold: -60, interval: 250 });
			return new Seat(worker, router, levels);
		} catch (error) {
			router.close();
			throw error;
		}
	}

	private constructor(worker: MediaWorker, router: Router, levels: AudioLevelObserver) {
		this.worker = worker;
		this.router = router;
		this.#levels = levels;
	}

	/** The worker is gone, and the router with it. */
	get lost(): boolean {
		return this.router.closed;
	}

	/** Calls back once when the worker goes; never after `close`. */
	onLost(handle: () => void): void {
		this.router.once('workerclose', handle);
	}

	/** Loudest first; an empty list once all are silent. */
	onLevels(handle: (voices: Loudness[]) => void): void {
		this.#levels.on('volumes', (volumes) => {
			handle(volumes.map(({ producer, volume }) => ({ producer, dbov: volume })));
		});
		this.#levels.on('silence', () => handle([]));
	}

	/** Its level is observed until the producer closes. */
	async observeLevel(producer: Producer): Promise<void> {
		await this.#levels.addProducer({ producerId: producer.id });
	}

	/** Idempotent; closes all transports of the router. */
	close(): void {
		this.router.close();
	}
}
