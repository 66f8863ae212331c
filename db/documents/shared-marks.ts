import type { SharedMark } from '#meeting/shared-marks.ts';
import { and, asc, count, eq, isNull, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { requireEditable } from '../meetings/meetings.ts';
import { prepared } from '../prepared.ts';
import { documents, documentVersions } from '../schema/documents.ts';
import { sharedMarks } from '../schema/marks.ts';
import { people } from '../schema/org.ts';

/** Of one person on one version, with those that were taken off; of all on it, in bytes of what they are and for whom. */
export const [mostSharedMarks, mostSharedBytes] = [1_000, 2 * 1024 * 1024];

/** On one version, as they were shared. */
export const listSharedMarks = (db: Database, versionId: string): SharedMark[] =>
	ofVersion(db)
		.all({ versionId })
		.map(({ content, readers, ...mark }) => ({
			...mark,
			...readersFrom(readers),
			content: JSON.parse(content ?? 'null') as unknown,
		}));

const readersFrom = (readers: string | null) => readers !== null && { readers: JSON.parse(readers) as string[] };

const columns = {
	id: sharedMarks.id,
	versionId: sharedMarks.versionId,
	page: sharedMarks.page,
	layer: sharedMarks.layer,
	readers: sharedMarks.readers,
	authorId: sharedMarks.authorId,
	authorName: people.name,
	sharedAt: sharedMarks.sharedAt,
	content: sharedMarks.content,
};

const ofVersion = prepared(({ orm }) =>
	orm
		.select(columns)
		.from(sharedMarks)
		.innerJoin(people, eq(people.id, sharedMarks.authorId))
		.where(and(eq(sharedMarks.versionId, sql.placeholder('versionId')), isNull(sharedMarks.takenAt)))
		.orderBy(asc(sharedMarks.sharedAt), asc(sharedMarks.id))
		.prepare(),
);

/** Undefined: there is none on that version, or it was taken off. */
export const getSharedMark = (db: Database, versionId: string, id: string): SharedMark | undefined =>
	listSharedMarks(db, versionId).find((mark) => mark.id === id);

/** `again`: its author has withdrawn it and wants it back. */
export interface Sharing extends SharedMark {
	readonly again?: true | undefined;
}

/**
 * The same mark again changes nothing. @returns as it stands on the paper now, if it has come now
 * @throws DataError `meeting-over`, `marks-too-many`, `not-found` (another's, or on another paper, has that id), `not-allowed`
 * (others have taken off what is wanted back)
 */
export function shareMark(db: Database, { again, ...mark }: Sharing): SharedMark | undefined {
	return inTransaction(db, () => {
		const of = db.orm
			.select({ meetingId: documents.meetingId })
			.from(documentVersions)
			.innerJoin(documents, eq(documents.id, documentVersions.documentId))
			.where(eq(documentVersions.id, mark.versionId))
			.get();
		if (!of) throw new DataError('not-found', mark.versionId);
		requireEditable(db, of.meetingId);
		const known = db.orm.select().from(sharedMarks).where(eq(sharedMarks.id, mark.id)).get();
		if (known && (known.authorId !== mark.authorId || known.versionId !== mark.versionId))
			throw new DataError('not-found', mark.id);
		const content = JSON.stringify(mark.content);
		if (known) {
			if (!again || known.takenAt === null) return undefined;
			if (known.takenBy !== known.authorId) throw new DataError('not-allowed', mark.id);
			const back = { content, takenBy: null, takenAt: null };
			db.orm.update(sharedMarks).set(back).where(eq(sharedMarks.id, mark.id)).run();
		} else {
			const { authorName: _, readers, ...row } = mark;
			db.orm
				.insert(sharedMarks)
				.values({ ...row, content, readers: readers ? JSON.stringify(readers) : null })
				.run();
		}
		const own = countOf(db).get({ versionId: mark.versionId, authorId: mark.authorId })?.marks ?? 0;
		const bytes = bytesOf(db).get({ versionId: mark.versionId })?.bytes ?? 0;
		if (own > mostSharedMarks || bytes > mostSharedBytes) throw new DataError('marks-too-many', mark.versionId);
		if (!known) return mark;
		const { page, layer, sharedAt, readers } = known;
		return { ...mark, page, layer, sharedAt, readers: undefined, ...readersFrom(readers) };
	});
}

const countOf = prepared(({ orm }) =>
	orm
		.select({ marks: count() })
		.from(sharedMarks)
		.where(
			and(
				eq(sharedMarks.versionId, sql.placeholder('versionId')),
				eq(sharedMarks.authorId, sql.placeholder('authorId')),
			),
		)
		.prepare(),
);

const bytesOf = prepared(({ orm }) =>
	orm
		.select({
			bytes: sql<
				number | null
			>`sum(coalesce(length(${sharedMarks.content}), 0) + coalesce(length(${sharedMarks.readers}), 0))`,
		})
		.from(sharedMarks)
		.where(eq(sharedMarks.versionId, sql.placeholder('versionId')))
		.prepare(),
);

/** What it was goes; that it was there, and who has taken it off when, stays. */
export function takeOffMark(
	{ orm }: Database,
	{ id, by, now }: { readonly id: string; readonly by: string; readonly now: number },
): void {
	orm
		.update(sharedMarks)
		.set({ content: null, takenBy: by, takenAt: now })
		.where(and(eq(sharedMarks.id, id), isNull(sharedMarks.takenAt)))
		.run();
}
