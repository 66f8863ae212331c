import type { Logger } from 'pino';
import type { MediaWorker } from './media-worker.ts';
import { healthy, nextHealth, type WorkerHealth, type WorkerSample } from './worker-health.ts';

export interface WorkerWatchPort {
	workers(): readonly MediaWorker[];
	/** The worker sheds more or less from now on. */
	onShedding(worker: MediaWorker): void;
	log: Logger;
	/** Between two samples of a worker, in ms; default 1 s. */
	everyMs?: number;
	/** Takes a sample of a worker in another way than by asking it. */
	sample?: (worker: MediaWorker) => Promise<WorkerSample>;
}

/** Asks every worker each second how it does, and lets one that is overloaded shed load. */
export class WorkerWatch {
	readonly #port: WorkerWatchPort;
	readonly #timer: NodeJS.Timeout;
	readonly #healths = new WeakMap<MediaWorker, WorkerHealth>();
	/** CPU time at the last sample, and when that was; ms */
	readonly #before = new WeakMap<MediaWorker, { cpuMs: number; at: number }>();
	/** Those that have not answered yet: one that is silent is not asked again. */
	readonly #asked = new WeakSet<MediaWorker>();

	constructor(port: WorkerWatchPort) {
		this.#port = port;
		this.#timer = setInterval(() => {
			for (const worker of port.workers()) void this.#look(worker);
		}, port.everyMs ?? 1_000);
		this.#timer.unref();
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
	}

	async #look(worker: MediaWorker): Promise<void> {
		if (this.#asked.has(worker)) return;
		this.#asked.add(worker);
		try {
			this.#follow(worker, await (this.#port.sample ?? ((asked) => this.#sample(asked)))(worker));
		} catch (error) {
			if (!worker.closed) this.#port.log.warn({ err: error, worker: worker.index }, 'worker not measured');
		} finally {
			this.#asked.delete(worker);
		}
	}

	async #sample(worker: MediaWorker): Promise<WorkerSample> {
		const asked = performance.now();
		const { cpuMs } = await worker.measure();
		const at = performance.now();
		const before = this.#before.get(worker);
		this.#before.set(worker, { cpuMs, at });
		return { cpu: before ? (cpuMs - before.cpuMs) / (at - before.at) : 0, answerMs: at - asked };
	}

	#follow(worker: MediaWorker, sample: WorkerSample): void {
		const health = nextHealth(this.#healths.get(worker) ?? healthy, sample);
		this.#healths.set(worker, health);
		if (health.shedding === worker.shedding || worker.closed) return;
		worker.shed(health.shedding);
		this.#port.log.warn({ worker: worker.index, shedding: health.shedding, ...sample }, 'media worker sheds load');
		this.#port.onShedding(worker);
	}
}
