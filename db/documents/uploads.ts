import { and, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { uploads } from '../schema/documents.ts';
import type { Label } from './documents.ts';

/** What a file that is sent is to be. */
export interface UploadTarget {
	readonly fileName: string;
	/** another version of this paper, in the place of the version that was shown (`replaces`); null: a new paper */
	readonly documentId: string | null;
	readonly replaces: string | null;
	readonly itemId: string | null;
	readonly title: string;
	readonly label: Label;
}

export interface NewUpload extends UploadTarget {
	readonly id: string;
	readonly meetingId: string;
	readonly accountId: string;
	readonly sessionKey: string;
	readonly ip: string | null;
	/** bytes, in all */
	readonly size: number;
	/** ms since the epoch, as the device says */
	readonly modifiedAt: number;
	readonly createdAt: number;
}

export interface Upload extends NewUpload {
	readonly versionId: string | null;
	readonly refusal: string | null;
	/** since when it has been kept apart (db/documents/held-papers.ts) */
	readonly heldAt: number | null;
	readonly holdEndedAt: number | null;
}

/** Parts that nobody goes on with are kept for so long, and what became of the others; ms. */
export const uploadsKept = 3 * 24 * 3_600_000;

export function insertUpload({ orm }: Database, upload: NewUpload): void {
	orm.insert(uploads).values(upload).run();
}

export const getUpload = ({ orm }: Database, id: string): Upload | undefined =>
	orm.select().from(uploads).where(eq(uploads.id, id)).get();

/** Kept apart: whether it becomes a paper is a person's to say. */
export const isHeld = (upload: Pick<Upload, 'heldAt' | 'holdEndedAt'>): boolean =>
	upload.heldAt !== null && upload.holdEndedAt === null;

/** Whose bytes are all a version's, kept apart, or thrown away. */
export const isSettled = (upload: Pick<Upload, 'versionId' | 'refusal' | 'heldAt' | 'holdEndedAt'>): boolean =>
	upload.versionId !== null || upload.refusal !== null || isHeld(upload);

const isOpen = and(
	isNull(uploads.versionId),
	isNull(uploads.refusal),
	or(isNull(uploads.heldAt), isNotNull(uploads.holdEndedAt)),
);

/** One account's in a meeting that may still become papers, oldest first. */
export const listOpenUploads = (
	{ orm }: Database,
	of: { readonly meetingId: string; readonly accountId: string },
): Upload[] =>
	orm
		.select()
		.from(uploads)
		.where(and(eq(uploads.meetingId, of.meetingId), eq(uploads.accountId, of.accountId), isOpen))
		.orderBy(uploads.createdAt)
		.all();

/** Everybody's that may still become papers. */
export const listAllOpenUploads = ({ orm }: Database): Upload[] => orm.select().from(uploads).where(isOpen).all();

/** What one account has under way, and has begun since a moment. */
export function weighUploads(
	{ orm }: Database,
	accountId: string,
	since: number,
): { readonly open: number; readonly openBytes: number; readonly begun: number } {
	// Those that are kept apart take room as well.
	const open = sql`${uploads.versionId} IS NULL AND ${uploads.refusal} IS NULL`;
	const row = orm
		.select({
			open: sql<number>`count(*) FILTER (WHERE ${open})`,
			openBytes: sql<number>`coalesce(sum(${uploads.size}) FILTER (WHERE ${open}), 0)`,
			begun: sql<number>`count(*) FILTER (WHERE ${uploads.createdAt} >= ${since})`,
		})
		.from(uploads)
		.where(eq(uploads.accountId, accountId))
		.get();
	return row ?? { open: 0, openBytes: 0, begun: 0 };
}

/** Who sends it by now, and from where. */
export function noteSender(
	{ orm }: Database,
	id: string,
	sender: { readonly sessionKey: string; readonly ip: string | null },
): void {
	orm.update(uploads).set(sender).where(eq(uploads.id, id)).run();
}

/** The form was filled in anew, under the same bytes. */
export function retargetUpload({ orm }: Database, id: string, target: UploadTarget): void {
	orm
		.update(uploads)
		.set(target)
		.where(and(eq(uploads.id, id), isOpen))
		.run();
}

/** What became of it. */
export function settleUpload(
	{ orm }: Database,
	id: string,
	outcome: { readonly versionId: string } | { readonly refusal: string },
): void {
	orm.update(uploads).set(outcome).where(eq(uploads.id, id)).run();
}

export function deleteUpload({ orm }: Database, id: string): void {
	orm.delete(uploads).where(eq(uploads.id, id)).run();
}

/** Those that had their time by then; what is kept apart, or was, has its own from there. */
export const listOldUploads = ({ orm }: Database, before: number): Upload[] =>
	orm
		.select()
		.from(uploads)
		.where(lt(sql`coalesce(${uploads.holdEndedAt}, ${uploads.heldAt}, ${uploads.createdAt})`, before))
		.all()
		.filter((upload) => !isHeld(upload));
