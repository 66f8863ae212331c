import type { Database } from '#db/client.ts';
import type { Logger } from 'pino';

/** Until somebody else's read, a back-up for one, lets go of the log; in ms. */
const tryAgainAfter = 1_000;

/**
 * Empties the write-ahead log when a secret vote has ended: until then it has each ballot beside its voter's
 * participation. At once, and not by a thread: nobody is told that the vote is closed before it is done. It never fails a
 * commit that is on disk already, and never waits for a reader.
 */
export class LogEmptier {
	readonly #db: Database;
	readonly #log: Pick<Logger, 'error'>;
	#timer: NodeJS.Timeout | undefined;

	constructor(db: Database, log: Pick<Logger, 'error'>) {
		this.#db = db;
		this.#log = log;
	}

	empty(): void {
		clearTimeout(this.#timer);
		if (emptyLog(this.#db, this.#log)) return;
		this.#timer = setTimeout(() => this.empty(), tryAgainAfter);
		this.#timer.unref();
	}

	close(): void {
		clearTimeout(this.#timer);
	}
}

/**
 * At a start, too: a process that was killed, or whose log a reader held, has left it as it was. Waits for no reader.
 * @returns whether it is empty now
 */
export function emptyLog({ sqlite }: Database, log: Pick<Logger, 'error'>): boolean {
	const patience = sqlite.pragma('busy_timeout', { simple: true });
	try {
		sqlite.pragma('busy_timeout = 0');
		const [outcome] = sqlite.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
		return outcome?.busy === 0;
	} catch (error) {
		log.error({ err: error }, 'the write-ahead log could not be emptied');
		return false;
	} finally {
		sqlite.pragma(`busy_timeout = ${Number(patience)}`);
	}
}
