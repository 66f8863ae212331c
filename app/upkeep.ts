import { deleteOldAudit } from '#db/audit/audit.ts';
import { deleteExpiredSessions } from '#db/auth/sessions.ts';
import type { Database } from '#db/client.ts';
import { deleteOldLinks } from '#db/links/keep-links.ts';
import type { Logger } from 'pino';

/** ms */
const every = 3_600_000;

interface UpkeepPorts {
	readonly db: Database;
	readonly log: Pick<Logger, 'error'>;
	readonly linkHistoryDays: number;
}

/** Deletes what has had its time, now and each hour. What fails, as on a full disk, is said, and tried again in an hour. */
export class Upkeep {
	readonly #deeds: readonly (() => unknown)[];
	readonly #log: UpkeepPorts['log'];
	readonly #timer: NodeJS.Timeout;

	constructor({ db, log, linkHistoryDays }: UpkeepPorts) {
		this.#deeds = [
			() => deleteExpiredSessions(db, Date.now()),
			() => deleteOldAudit(db, Date.now()),
			() => deleteOldLinks(db, Date.now(), linkHistoryDays),
		];
		this.#log = log;
		this.#timer = setInterval(() => this.#keepUp(), every).unref();
		this.#keepUp();
	}

	/** Idempotent. */
	close(): void {
		clearInterval(this.#timer);
	}

	#keepUp(): void {
		for (const deed of this.#deeds)
			try {
				deed();
			} catch (error) {
				this.#log.error({ err: error }, 'what has had its time could not be deleted');
			}
	}
}
