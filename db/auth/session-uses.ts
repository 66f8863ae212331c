import { inLargeTransaction, type Database } from '../client.ts';
import { prepared } from '../prepared.ts';

/** ms */
const writtenAfter = 1_000;

/** When sessions were used, by the hash of their token, as far as it is not written yet. */
const unwritten = new WeakMap<Database, Map<string, number>>();

/** When it was used last, by what is not written yet; 0: that says nothing. */
export const unwrittenUse = (db: Database, tokenHash: string): number => unwritten.get(db)?.get(tokenHash) ?? 0;

/**
 * It is in use. Written a moment later with all others, beside the loop: of hundreds who come at once each would have everybody wait
 * for the disk. A server that is killed in that moment forgets a minute of use.
 */
export function noteUse(db: Database, tokenHash: string, now: number): void {
	const uses = unwritten.get(db) ?? new Map<string, number>();
	if (uses.size === 0) setTimeout(() => write(db, uses), writtenAfter).unref();
	unwritten.set(db, uses.set(tokenHash, now));
}

function write(db: Database, uses: Map<string, number>): void {
	unwritten.delete(db);
	if (!db.sqlite.open) return;
	try {
		const written = inLargeTransaction(db, () => writing(db).run(JSON.stringify(Object.fromEntries(uses))));
		written.onDisk.catch(() => {});
	} catch {
		// A full disk ends no process for this: the next use is noted again.
	}
}

const writing = prepared(({ sqlite }) =>
	sqlite.prepare<[string]>(
		`UPDATE sessions SET last_seen_at = uses.value FROM json_each(?) AS uses WHERE sessions.token_hash = uses.key`,
	),
);
