import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MediaError } from '#sfu/link/errors.ts';
import { MediaWorker } from './media-worker.ts';
import type { MediaSettings } from './settings.ts';

/** Between attempts to replace a worker that does not start, in ms. */
const retryDelays = [0, 100, 500, 1000, 2000, 5000] as const;

/** How long somebody waits for a worker while none is ready, in ms; below what the link waits for an answer. */
const patience = 4_000;

/** The node's media workers; one that dies is replaced at once. */
export class WorkerPool {
	readonly #settings: MediaSettings;
	readonly #log: Logger;
	readonly #longestStart: number | undefined;
	readonly #workers = new Map<number, MediaWorker>();
	readonly #closing = new AbortController();
	readonly #waiting = new Set<() => void>();

	/** Starts all workers; throws, leaving none behind, when one cannot start, or has not within `longestStart` ms. */
	static async start(settings: MediaSettings, log: Logger, longestStart?: number): Promise<WorkerPool> {
		const pool = new WorkerPool(settings, log, longestStart);
		const started = await Promise.allSettled(
			Array.from({ length: settings.workers }, (_, index) => pool.#startWorker(index)),
		);
		const failed = started.find((result) => result.status === 'rejected');
		if (failed) {
			pool.close();
			throw failed.reason;
		}
		return pool;
	}

	private constructor(settings: MediaSettings, log: Logger, longestStart: number | undefined) {
		this.#settings = settings;
		this.#log = log;
		this.#longestStart = longestStart;
	}

	/** Those that are ready: a dead one is known as closed a little before we are told of its death. */
	get workers(): readonly MediaWorker[] {
		return [...this.#workers.values()].filter((worker) => !worker.closed);
	}

	/** Resolves once a worker is ready; throws MediaError `media-worker-absent` if that takes more than 4 s. */
	async waitForWorker(): Promise<void> {
		if (this.workers.length > 0) return;
		await new Promise<void>((resolve, reject) => {
			const settle = (end: () => void) => () => {
				clearTimeout(timer);
				this.#waiting.delete(wake);
				end();
			};
			const absent = settle(() => reject(new MediaError('media-worker-absent')));
			const wake = settle(() => (this.workers.length > 0 ? resolve() : absent()));
			const timer = setTimeout(absent, patience);
			this.#waiting.add(wake);
			if (this.#closing.signal.aborted) absent();
		});
	}

	/** Idempotent; ends all worker processes. */
	close(): void {
		if (this.#closing.signal.aborted) return;
		this.#closing.abort();
		for (const worker of this.#workers.values()) worker.close();
		this.#workers.clear();
		for (const wake of this.#waiting) wake();
	}

	async #startWorker(index: number): Promise<void> {
		const worker = await MediaWorker.start(index, this.#settings, this.#longestStart);
		if (this.#closing.signal.aborted) {
			worker.close();
			return;
		}
		this.#workers.set(index, worker);
		this.#log.info({ worker: index, pid: worker.pid, ports: worker.ports }, 'media worker ready');
		worker.onDied((error) => void this.#replace(worker, error));
		for (const wake of this.#waiting) wake();
	}

	async #replace(dead: MediaWorker, error: Error): Promise<void> {
		this.#log.error({ worker: dead.index, pid: dead.pid, err: error }, 'media worker died');
		this.#workers.delete(dead.index);
		for (let attempt = 0; !this.#closing.signal.aborted; attempt += 1) {
			try {
				await delay(retryDelays[attempt] ?? retryDelays.at(-1), undefined, { signal: this.#closing.signal });
				await this.#startWorker(dead.index);
				return;
			} catch (failure) {
				if (!this.#closing.signal.aborted)
					this.#log.error({ worker: dead.index, err: failure }, 'media worker not replaced yet');
			}
		}
	}
}
