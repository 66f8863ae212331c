import type { Database } from '#db/client.ts';
import { listNew } from '#db/meetings/meetings-of.ts';
import type { Logger } from 'pino';

/** In ms: between two looks, while there are others, and after a failure: a disk that is full now is full in a second. */
const [lookedEvery, whileThereAre, restAfterFailure] = [1_000, 20, 60_000];

/** Has those who were invited since listed among all of years, some at a time, when whoever invited them has long been answered. */
export class NewParticipants {
	readonly #db: Database;
	readonly #log: Pick<Logger, 'error'>;
	#timer: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(db: Database, log: Pick<Logger, 'error'>) {
		this.#db = db;
		this.#log = log;
		this.#in(lookedEvery);
	}

	/** Idempotent. */
	close(): void {
		this.#closed = true;
		clearTimeout(this.#timer);
	}

	#in(ms: number): void {
		if (!this.#closed) this.#timer = setTimeout(() => void this.#list(), ms).unref();
	}

	async #list(): Promise<void> {
		try {
			this.#in((await listNew(this.#db)) ? whileThereAre : lookedEvery);
		} catch (error) {
			this.#log.error({ err: error }, 'who was invited could not be listed');
			this.#in(restAfterFailure);
		}
	}
}
