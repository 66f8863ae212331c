import { and, desc, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import type { StoredFile } from '../documents/file-store.ts';
import { files } from '../schema/documents.ts';
import { minutes } from '../schema/records.ts';

export type Minutes = typeof minutes.$inferSelect;

/**
 * Records minutes that were drawn up from the journal up to and including `journalSeq`; `contentSha256` is that of what
 * they say. A draft takes the place of the draft before; what was approved stays. @returns their id
 */
export function recordMinutes(
	db: Database,
	drawn: { meetingId: string; file: StoredFile; journalSeq: number; contentSha256: string },
	now: number,
): string {
	const { meetingId, journalSeq, contentSha256 } = drawn;
	const { sha256, size, type } = drawn.file;
	return inTransaction(db, () => {
		const id = randomUUID();
		db.orm.insert(files).values({ sha256, size, type, storedAt: now }).onConflictDoNothing().run();
		db.orm
			.update(minutes)
			.set({ status: 'superseded' })
			.where(and(eq(minutes.meetingId, meetingId), eq(minutes.status, 'draft')))
			.run();
		const content = { sha256, contentSha256, journalSeq };
		db.orm
			.insert(minutes)
			.values({ id, meetingId, ...content, drawnAt: now, status: 'draft' })
			.run();
		return id;
	});
}

/** @throws DataError `not-found` where it is not a draft that stands */
export function approveMinutes({ orm }: Database, id: string): void {
	const { changes } = orm
		.update(minutes)
		.set({ status: 'approved' })
		.where(and(eq(minutes.id, id), eq(minutes.status, 'draft')))
		.run();
	if (changes === 0) throw new DataError('not-found', id);
}

/** Newest first. */
export function listMinutes({ orm }: Database, meetingId: string): Minutes[] {
	return orm
		.select()
		.from(minutes)
		.where(eq(minutes.meetingId, meetingId))
		.orderBy(desc(minutes.drawnAt), desc(minutes.journalSeq))
		.all();
}
