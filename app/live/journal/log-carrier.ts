import type { Database } from '#db/client.ts';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';

/** In ms: how often it is looked, and how long not after it failed: a disk that is full now is full in a second. */
const [lookedEvery, restAfterFailure] = [1_000, 60_000];

/**
 * In pages of 4 KiB: so many are worth a thread's while; with the second a commit carries them itself, as SQLite does, should the
 * thread not have come to it. Where hundreds are invited again and again the log grows by thousands within a second. The last:
 * where the thread failed.
 */
const [worthIt, tooMany, tooManyInNeed] = [500, 64_000, 8_000];

/** In MB, of the thread: it holds nothing. */
const memory = 32;

interface LogCarrierPorts {
	readonly db: Database;
	readonly log: Pick<Logger, 'error'>;
	/** the file of the thread */
	readonly thread?: URL;
	/** in pages; default 64,000 */
	readonly tooMany?: number;
}

/**
 * Has what was committed carried from the write-ahead log into the database by a thread. SQLite's own way is to do it within
 * the commit that fills the log: the loop, and whoever sits in a meeting, waited for hundreds of pages to reach the disk.
 */
export class LogCarrier {
	readonly #db: Database;
	readonly #log: LogCarrierPorts['log'];
	readonly #thread: URL;
	readonly #tooMany: number;
	readonly #timer: NodeJS.Timeout;
	#failedAt = -Infinity;
	#worker: Worker | undefined;
	#carrying: Promise<void> | undefined;
	/** of the thread's present errand: called when it is done, or will not be */
	#carried: (() => void) | undefined;

	constructor(ports: LogCarrierPorts) {
		const { db, log, thread = new URL('../../../db/carry-log.ts', import.meta.url) } = ports;
		this.#db = db;
		this.#log = log;
		this.#thread = thread;
		this.#tooMany = ports.tooMany ?? tooMany;
		this.#leaveToCommits(this.#tooMany);
		this.#timer = setInterval(() => this.#lookSometimes(), lookedEvery).unref();
	}

	/** What nobody carries a commit does in the end: no failure here is anybody else's. */
	#lookSometimes(): void {
		if (performance.now() - this.#failedAt < restAfterFailure) return;
		this.look().catch((error: unknown) => this.#fail(error));
	}

	#fail(error: unknown): void {
		this.#failedAt = performance.now();
		this.#leaveToCommits(Math.min(this.#tooMany, tooManyInNeed));
		this.#log.error({ err: error }, 'the write-ahead log was not carried over');
	}

	/** Resolves when there is nothing that is worth it, or it has been tried. */
	async look(): Promise<void> {
		if (!this.#carrying && waitingPages(this.#db) < worthIt) return;
		this.#carrying ??= this.#carry().finally(() => (this.#carrying = undefined));
		await this.#carrying;
	}

	async close(): Promise<void> {
		clearInterval(this.#timer);
		await this.#worker?.terminate();
	}

	#leaveToCommits(pages: number): void {
		// What fails may be that it is closed.
		if (this.#db.sqlite.open) this.#db.sqlite.pragma(`wal_autocheckpoint = ${pages}`);
	}

	async #carry(): Promise<void> {
		const { promise, resolve } = Promise.withResolvers<void>();
		this.#carried = resolve;
		this.#worker ??= this.#begin();
		this.#worker.postMessage('carry');
		await promise;
	}

	/** Begun when it is first needed, and anew after a failure. */
	#begin(): Worker {
		const options = { workerData: this.#db.sqlite.name, resourceLimits: { maxOldGenerationSizeMb: memory } };
		const worker = new Worker(this.#thread, options);
		worker.unref();
		worker.on('message', () => {
			this.#leaveToCommits(this.#tooMany);
			this.#carried?.();
		});
		// What fails ends the thread.
		worker.on('error', (error) => this.#fail(error));
		worker.on('exit', () => {
			this.#worker = undefined;
			this.#carried?.();
		});
		return worker;
	}
}

function waitingPages({ sqlite }: Database): number {
	const [pages] = sqlite.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
	return pages ? pages.log - pages.checkpointed : 0;
}
