import { deleteOldAudit } from '#db/audit/audit.ts';
import { deleteExpiredSessions } from '#db/auth/sessions.ts';
import type { Database } from '#db/client.ts';
import { deleteOldReceipts } from '#db/documents/paper-receipts.ts';
import { deleteOldLinks } from '#db/links/keep-links.ts';
import type { Logger } from 'pino';

/** ms */
const every = 3_600_000;

const day = 24 * every;

interface UpkeepPorts {
	readonly db: Database;
	readonly log: Pick<Logger, 'error'>;
	readonly linkHistoryDays: number;
	readonly hourly: (now: number) => void;
	/** what is done each day, since it takes its time */
	readonly daily: (now: number) => Promise<void>;
}

/** Deletes what has had its time, now and each hour, or each day. What fails, as on a full disk, is said, and tried again in an hour. */
export class Upkeep {
	readonly #deeds: readonly (() => unknown)[];
	readonly #log: UpkeepPorts['log'];
	readonly #timers: readonly NodeJS.Timeout[];

	constructor({ db, log, linkHistoryDays, hourly, daily }: UpkeepPorts) {
		this.#deeds = [
			() => deleteExpiredSessions(db, Date.now()),
			() => deleteOldAudit(db, Date.now()),
			() => deleteOldReceipts(db, Date.now()),
			() => deleteOldLinks(db, Date.now(), linkHistoryDays),
			() => hourly(Date.now()),
		];
		this.#log = log;
		const eachDay = () => daily(Date.now()).catch((error: unknown) => this.#say(error));
		this.#timers = [setInterval(() => this.#keepUp(), every).unref(), setInterval(eachDay, day).unref()];
		this.#keepUp();
	}

	/** Idempotent. */
	close(): void {
		for (const timer of this.#timers) clearInterval(timer);
	}

	#keepUp(): void {
		for (const deed of this.#deeds)
			try {
				deed();
			} catch (error) {
				this.#say(error);
			}
	}

	#say(error: unknown): void {
		this.#log.error({ err: error }, 'what has had its time could not be deleted');
	}
}
