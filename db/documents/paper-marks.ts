import { and, asc, count, desc, eq, gt, isNotNull, lt, max, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { prepared } from '../prepared.ts';
import { documentVersions } from '../schema/documents.ts';
import { paperMarks } from '../schema/marks.ts';
import { requireMarkKey } from './mark-keys.ts';

/** Whose marks, and of which version of a paper. */
export interface MarkPlace {
	readonly personId: string;
	readonly versionId: string;
}

/** One mark as it is stored: what it is, only its person's devices know. */
export interface SealedMark {
	readonly id: string;
	readonly page: number;
	/** ms since the epoch, by the clock of the device that changed it */
	readonly changedAt: number;
	/** null: it was taken away */
	readonly sealed: Buffer | null;
}

/** Of one person on one version, with those that were taken away: an annotated page has dozens. */
export const mostMarks = 20_000;
/** Of one person on one version, in bytes: a stroke weighs one to three thousand. */
export const mostMarkBytes = 16 * 1024 * 1024;

/** What has changed after `since` (0: all), and up to which revision that is. */
export function listMarks(
	db: Database,
	place: MarkPlace,
	since: number,
): { readonly revision: number; readonly marks: readonly SealedMark[] } {
	const rows = changedSince(db).all({ ...place, since });
	const marks = rows.map(({ revision: _, ...mark }) => mark);
	return { revision: rows.at(-1)?.revision ?? since, marks };
}

const changedSince = prepared(({ orm }) =>
	orm
		.select({
			id: paperMarks.id,
			page: paperMarks.page,
			changedAt: paperMarks.changedAt,
			sealed: paperMarks.sealed,
			revision: paperMarks.revision,
		})
		.from(paperMarks)
		.where(and(ofPlace, gt(paperMarks.revision, sql.placeholder('since'))))
		.orderBy(asc(paperMarks.revision), asc(paperMarks.id))
		.prepare(),
);

/**
 * Takes a person's marks in, each by its id: what came before is as it was, and of two changes of one mark the later one stays,
 * whichever came first. All of them have the same revision, the next one.
 * @throws DataError `mark-key-changed` (sealed by a key that the person has given up), `marks-too-many`
 */
export function putMarks(db: Database, place: MarkPlace, keyId: string, marks: readonly SealedMark[]): void {
	inTransaction(db, () => {
		requireMarkKey(db, place.personId, keyId);
		const { revision = 0 } = lastRevision(db).get({ ...place }) ?? {};
		for (const mark of marks)
			db.orm
				.insert(paperMarks)
				.values({ ...place, ...mark, revision: (revision ?? 0) + 1 })
				.onConflictDoUpdate({
					target: [paperMarks.personId, paperMarks.versionId, paperMarks.id],
					set: { ...mark, revision: (revision ?? 0) + 1 },
					setWhere: sql`excluded.changed_at > ${paperMarks.changedAt}`,
				})
				.run();
		const after = lastRevision(db).get({ ...place });
		if ((after?.marks ?? 0) > mostMarks || (after?.bytes ?? 0) > mostMarkBytes)
			throw new DataError('marks-too-many', place.versionId);
	});
}

/** The last version of a paper before one (by number) on which a person has marks; undefined: none. */
export const lastMarkedBefore = (
	db: Database,
	before: { readonly personId: string; readonly documentId: string; readonly number: number },
): string | undefined => markedBefore(db).get({ ...before })?.versionId;

const markedBefore = prepared(({ orm }) =>
	orm
		.select({ versionId: documentVersions.id })
		.from(documentVersions)
		.innerJoin(paperMarks, eq(paperMarks.versionId, documentVersions.id))
		.where(
			and(
				eq(documentVersions.documentId, sql.placeholder('documentId')),
				lt(documentVersions.number, sql.placeholder('number')),
				eq(paperMarks.personId, sql.placeholder('personId')),
				isNotNull(paperMarks.sealed),
			),
		)
		.orderBy(desc(documentVersions.number))
		.limit(1)
		.prepare(),
);

const ofPlace = and(
	eq(paperMarks.personId, sql.placeholder('personId')),
	eq(paperMarks.versionId, sql.placeholder('versionId')),
);

const lastRevision = prepared(({ orm }) =>
	orm
		.select({
			revision: max(paperMarks.revision),
			marks: count(),
			bytes: sql<number | null>`sum(length(${paperMarks.sealed}))`,
		})
		.from(paperMarks)
		.where(ofPlace)
		.prepare(),
);
