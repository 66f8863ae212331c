import type { Logger } from 'pino';
import type { MediaWorker } from './media-worker.ts';
import { isAtWork, progressOf, type Progress } from './progress.ts';
import { Silence } from './silence.ts';
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
	/** What a process has got of the processor; in another way than by asking the system. */
	progressOf?: (pid: number) => Progress | undefined;
}

/** How a worker has been doing that owes an answer, looked at each second. */
interface Stall {
	/** before the latest */
	former: Progress | undefined;
	latest: Progress | undefined;
	/** of the latest; performance.now() */
	at: number;
	/** it has been said that it is not given up */
	told: boolean;
}

/** A worker to which hundreds come takes so long for an answer. ms */
const busy = 500;

/** So often each is asked between two samples, that one that hangs is known as soon as it has been silent for long enough. */
const asksPerSample = 4;

/**
 * Asks every worker each second how it does: one that is overloaded sheds load, one that does not answer any more, neither
 * this question nor one before it, is killed, and replaced like any that died.
 */
export class WorkerWatch {
	readonly #port: WorkerWatchPort;
	readonly #timer: NodeJS.Timeout;
	readonly #healths = new WeakMap<MediaWorker, WorkerHealth>();
	/** CPU time at the last sample, and when that was; ms */
	readonly #before = new WeakMap<MediaWorker, { cpuMs: number; at: number }>();
	/** when the last sample was asked for; ms */
	readonly #sampled = new WeakMap<MediaWorker, number>();
	/** whose sample is on its way: what it waits for is one strain, however long */
	readonly #sampling = new WeakSet<MediaWorker>();
	/** those that owe an answer for longer than one that is busy takes */
	readonly #stalled = new Map<MediaWorker, Stall>();
	readonly #silence = new Silence<MediaWorker>();
	readonly #everyMs: number;

	constructor(port: WorkerWatchPort) {
		this.#port = port;
		this.#everyMs = port.everyMs ?? 1_000;
		this.#timer = setInterval(() => this.#round(), this.#everyMs / asksPerSample);
		this.#timer.unref();
	}

	/** It has not answered for longer than one that is busy takes: whoever has the choice goes to another. */
	isSilent(worker: MediaWorker): boolean {
		return this.#silence.owes(worker, performance.now()) >= busy;
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
	}

	#round(): void {
		const workers = this.#port.workers();
		const now = performance.now();
		for (const worker of workers) if (this.isSilent(worker)) this.#noteStanding(worker, now);
		for (const worker of this.#silence.look(workers, now, (silent) => this.#isAtWork(silent))) {
			this.#port.log.error({ worker: worker.index, pid: worker.pid }, 'media worker is silent: killed');
			worker.kill();
		}
		for (const worker of workers) void this.#look(worker);
	}

	async #look(worker: MediaWorker): Promise<void> {
		const now = performance.now();
		this.#silence.ask(worker, now);
		// Half of one ask early: timers are not exact.
		const isDue =
			!this.#sampling.has(worker) &&
			now - (this.#sampled.get(worker) ?? -Infinity) > this.#everyMs * (1 - 1 / (2 * asksPerSample));
		try {
			if (isDue) {
				this.#sampled.set(worker, now);
				this.#sampling.add(worker);
				this.#follow(worker, await (this.#port.sample ?? ((asked) => this.#sample(asked)))(worker));
			} else await worker.measure();
		} catch (error) {
			if (!worker.closed) this.#port.log.warn({ err: error, worker: worker.index }, 'worker not measured');
		} finally {
			if (isDue) this.#sampling.delete(worker);
			this.#silence.answer(worker, performance.now());
			if (!this.isSilent(worker)) this.#stalled.delete(worker);
		}
	}

	#progressOf({ pid }: MediaWorker): Progress | undefined {
		return (this.#port.progressOf ?? progressOf)(pid);
	}

	/** To kill one that is behind with its work would bring that to the others, with all who come anew. */
	#isAtWork(worker: MediaWorker): boolean {
		const stall = this.#stalled.get(worker);
		if (!stall || !isAtWork(stall.former, this.#progressOf(worker))) return false;
		if (!stall.told) this.#port.log.warn({ worker: worker.index, pid: worker.pid }, 'media worker is far behind');
		stall.told = true;
		return true;
	}

	/** What it did before it stopped says nothing of now: that is forgotten after two seconds. */
	#noteStanding(worker: MediaWorker, now: number): void {
		const stalled = this.#stalled.get(worker);
		if (stalled && now - stalled.at < 1_000) return;
		const latest = this.#progressOf(worker);
		this.#stalled.set(worker, {
			former: stalled ? stalled.latest : latest,
			latest,
			at: now,
			told: stalled?.told ?? false,
		});
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
