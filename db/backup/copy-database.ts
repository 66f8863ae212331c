import { inTransaction, openAsItIs, type Database } from '#db/client.ts';
import { pourOutUrn } from '#db/votes/urn.ts';
import type { BackupSignal } from './make-backup.ts';

/** Pages of the database that are copied before others have their turn. */
const step = 2_000;

/**
 * Copies a database that may be in use into one file, as it is at one moment. Of whatever version: before an upgrade
 * is when a back-up is wanted most.
 * @returns how many secret votes are open in the copy
 */
export async function copyDatabase(from: string, to: string, signal: BackupSignal): Promise<number> {
	const source = openAsItIs(from, { readonly: true, anyVersion: true });
	try {
		// One moment for the whole copy: SQLite would begin anew whenever the server writes between two steps.
		source.sqlite.exec('BEGIN; SELECT count(*) FROM sqlite_schema');
		await source.sqlite.backup(to, {
			progress: () => {
				signal.throwIfAborted();
				return step;
			},
		});
	} finally {
		source.close();
	}
	const copy = openAsItIs(to, { readonly: false, anyVersion: true });
	try {
		const open = shuffleUrns(copy);
		// One file, without a log beside it.
		copy.sqlite.pragma('journal_mode = DELETE');
		return open;
	} finally {
		copy.close();
	}
}

/** The order of rows in an open urn is that of casting: no copy keeps it. */
function shuffleUrns(copy: Database): number {
	const open = copy.sqlite
		.prepare<[], { meetingId: string; voteId: string }>(
			`SELECT DISTINCT urn.meeting_id AS meetingId, urn.vote_id AS voteId FROM urn JOIN votes
			 ON votes.meeting_id = urn.meeting_id AND votes.id = urn.vote_id
			 WHERE votes.closed_at IS NULL AND votes.cancelled_reason IS NULL`,
		)
		.all();
	inTransaction(copy, () => {
		for (const { meetingId, voteId } of open) pourOutUrn(copy, meetingId, voteId);
	});
	return open.length;
}

/** The files that the database names, by SHA-256. */
export function listFiles(file: string): { sha256: string; size: number }[] {
	const db = openAsItIs(file, { readonly: true, anyVersion: true });
	try {
		return db.sqlite
			.prepare<[], { sha256: string; size: number }>('SELECT sha256, size FROM files ORDER BY sha256')
			.all();
	} finally {
		db.close();
	}
}
