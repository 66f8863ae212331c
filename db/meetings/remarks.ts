import { and, asc, count, eq, isNull, sql, type SQL } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { prepared } from '../prepared.ts';
import { documents, documentVersions } from '../schema/documents.ts';
import { remarks } from '../schema/remarks.ts';
import { requireEditable } from './meetings.ts';

/** What a participant has written to the secretary on an item or a paper. */
export interface Remark {
	readonly id: string;
	/** null: on the meeting as a whole */
	readonly itemId: string | null;
	/** null: on no paper */
	readonly paper: {
		readonly versionId: string;
		readonly title: string;
		readonly number: number;
		readonly page: number | null;
	} | null;
	readonly authorId: string;
	readonly text: string;
	/** ms since the epoch */
	readonly sentAt: number;
	/** null: it stands open */
	readonly handled: { readonly at: number; readonly answer: string } | null;
}

/** Of one person in one meeting. */
export const mostRemarks = 200;
/** Characters. */
export const longestRemark = 4_000;

/** In the order in which they came. @param authorId of one person alone; undefined: all */
export function listRemarks(db: Database, meetingId: string, authorId?: string): Remark[] {
	const rows = authorId === undefined ? allIn(db).all({ meetingId }) : ownIn(db).all({ meetingId, authorId });
	return rows.map(
		({
			remark: { id, itemId, versionId, page, authorId: author, text, sentAt, handledAt, answer },
			title,
			number,
		}) => ({
			id,
			itemId,
			paper: versionId === null ? null : { versionId, title: title ?? '', number: number ?? 1, page },
			authorId: author,
			text,
			sentAt,
			handled: handledAt === null ? null : { at: handledAt, answer: answer ?? '' },
		}),
	);
}

const listed = ({ orm }: Database, which: SQL | undefined) =>
	orm
		.select({ remark: remarks, title: documents.title, number: documentVersions.number })
		.from(remarks)
		.leftJoin(documentVersions, eq(documentVersions.id, remarks.versionId))
		.leftJoin(documents, eq(documents.id, documentVersions.documentId))
		.where(which)
		.orderBy(asc(remarks.sentAt), asc(remarks.id))
		.prepare();

const inMeeting = eq(remarks.meetingId, sql.placeholder('meetingId'));
const allIn = prepared((db) => listed(db, inMeeting));
const ownIn = prepared((db) => listed(db, and(inMeeting, eq(remarks.authorId, sql.placeholder('authorId')))));

interface NewRemark {
	readonly meetingId: string;
	readonly itemId: string | null;
	readonly versionId: string | null;
	readonly page: number | null;
	readonly authorId: string;
	readonly text: string;
}

/** @throws DataError `meeting-over`, `remark-empty`, `remarks-too-many` */
export function sendRemark(db: Database, { text, ...remark }: NewRemark, now: number): string {
	requireEditable(db, remark.meetingId);
	const written = text.trim();
	if (written === '') throw new DataError('remark-empty', remark.meetingId);
	const own = and(eq(remarks.meetingId, remark.meetingId), eq(remarks.authorId, remark.authorId));
	const { sent } = db.orm.select({ sent: count() }).from(remarks).where(own).get() ?? { sent: 0 };
	if (sent >= mostRemarks) throw new DataError('remarks-too-many', remark.meetingId);
	const id = randomUUID();
	db.orm
		.insert(remarks)
		.values({ id, ...remark, text: written, sentAt: now })
		.run();
	return id;
}

/** By its author, while nobody has handled it. @throws DataError `not-found` */
export function withdrawRemark({ orm }: Database, of: { id: string; meetingId: string; authorId: string }): void {
	const own = and(eq(remarks.id, of.id), eq(remarks.meetingId, of.meetingId), eq(remarks.authorId, of.authorId));
	const { changes } = orm
		.delete(remarks)
		.where(and(own, isNull(remarks.handledAt)))
		.run();
	if (changes === 0) throw new DataError('not-found', of.id);
}

/** @param handled null: it stands open again. @throws DataError `not-found` */
export function handleRemark(
	{ orm }: Database,
	of: { id: string; meetingId: string },
	handled: { by: string; answer: string; at: number } | null,
): void {
	const { changes } = orm
		.update(remarks)
		.set({
			handledAt: handled?.at ?? null,
			handledBy: handled?.by ?? null,
			answer: handled ? handled.answer.trim() : null,
		})
		.where(and(eq(remarks.id, of.id), eq(remarks.meetingId, of.meetingId)))
		.run();
	if (changes === 0) throw new DataError('not-found', of.id);
}
