import type { Database } from '#db/client.ts';
import { listNew } from '#db/meetings/meetings-of.ts';
import type { Logger } from 'pino';

/** In ms: between two looks, while there are others, and after a failure: a disk that is full now is full in a second. */
const [lookedEvery, whileThereAre, restAfterFailure] = [1_000, 20, 60_000];

/** Nobody waits longer for those who were new before them, however many come meanwhile. ms */
const longestWait = 2_000;

/** Has those who were invited since listed among all of years, some at a time, when whoever invited them has long been answered. */
export class NewParticipants {
	readonly #db: Database;
	readonly #log: Pick<Logger, 'error'>;
	#timer: NodeJS.Timeout | undefined;
	#listing: Promise<boolean> | undefined;
	#closed = false;

	constructor(db: Database, log: Pick<Logger, 'error'>) {
		this.#db = db;
		this.#log = log;
		this.#in(lookedEvery);
	}

	/** Resolves when all are listed, after two seconds, or when they cannot be: the next look says so, and nobody waits for it. */
	async list(): Promise<void> {
		try {
			// What is under way may have begun before the last of them.
			await this.#listing;
			const until = performance.now() + longestWait;
			while ((await this.#listSome()) && performance.now() < until);
		} catch {
			return;
		}
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	#in(ms: number): void {
		if (!this.#closed) this.#timer = setTimeout(() => void this.#look(), ms).unref();
	}

	/** Whether there are others. Who asks meanwhile waits for the same: two at once would keep the loop for twice as long. */
	#listSome(): Promise<boolean> {
		this.#listing ??= listNew(this.#db).finally(() => (this.#listing = undefined));
		return this.#listing;
	}

	async #look(): Promise<void> {
		try {
			this.#in((await this.#listSome()) ? whileThereAre : lookedEvery);
		} catch (error) {
			this.#log.error({ err: error }, 'who was invited could not be listed');
			this.#in(restAfterFailure);
		}
	}
}
