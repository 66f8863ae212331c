import { DataError } from '#db/data-error.ts';
import { Piscina } from 'piscina';
import type { Logger } from 'pino';

/** What is done beside the loop, since it would keep everybody waiting: functions of app/work/tasks.ts. */
export type TaskName =
	| 'drawMinutes'
	| 'addUpLinks'
	| 'planImport'
	| 'searchPapers'
	| 'searchOwn'
	| 'comparePapers'
	| 'samePages'
	| 'drawSheets'
	| 'drawCopy'
	| 'drawRemarks';

/** At once, and waiting: who comes after that is told so at once, rather than when they have given up. */
const [threads, mostWaiting] = [2, 16];

/** What takes longer hangs; in ms. */
const longest = 30_000;

/** Of one thread, in MB: the minutes of a day of 600 people take a fraction of it. */
const memory = 256;

export interface Work {
	/** `input` and result pass between threads (structuredClone). @throws DataError `too-busy`, `work-failed` */
	run<Result>(task: TaskName, input: unknown): Promise<Result>;
}

interface WorkPoolPorts {
	/** the file of the tasks */
	readonly tasks: URL;
	/** which each thread reads for itself, and never writes */
	readonly databaseFile: string;
	readonly log: Pick<Logger, 'error' | 'warn'>;
	/** in ms; default 30 s */
	readonly longest?: number;
	/** of one thread, in MB; default 256 */
	readonly memory?: number;
	/** tasks that wait; default 16 */
	readonly mostWaiting?: number;
}

/**
 * A few threads, begun when they are needed. One that dies, of its memory or of a fault, costs the task that it was at: the
 * process and the meetings in it go on, and the next task has another thread.
 */
export class WorkPool implements Work {
	readonly #pool: Piscina;
	readonly #log: WorkPoolPorts['log'];
	readonly #longest: number;
	readonly #most: number;
	/** counted here: Piscina 5.3 lets any number wait while its threads begin */
	#underWay = 0;

	constructor(ports: WorkPoolPorts) {
		this.#log = ports.log;
		this.#longest = ports.longest ?? longest;
		this.#most = threads + (ports.mostWaiting ?? mostWaiting);
		this.#pool = new Piscina({
			filename: ports.tasks.href,
			workerData: ports.databaseFile,
			minThreads: 0,
			maxThreads: threads,
			idleTimeout: 60_000,
			resourceLimits: { maxOldGenerationSizeMb: ports.memory ?? memory },
		});
		// Of a thread that dies outside of a task; without it, it would be the process that dies.
		this.#pool.on('error', (error) => this.#log.error({ err: error }, 'a thread that works beside the loop died'));
	}

	async run<Result>(task: TaskName, input: unknown): Promise<Result> {
		if (this.#underWay >= this.#most) {
			this.#log.warn({ task }, 'too much work at once: refused');
			throw new DataError('too-busy', task);
		}
		this.#underWay += 1;
		try {
			return (await this.#pool.run(input, { name: task, signal: AbortSignal.timeout(this.#longest) })) as Result;
		} catch (error) {
			this.#log.error({ err: error, task }, 'work beside the loop failed');
			throw new DataError('work-failed', task);
		} finally {
			this.#underWay -= 1;
		}
	}

	/** What is under way is given up. */
	close(): Promise<void> {
		return this.#pool.destroy();
	}
}
