import { eq } from 'drizzle-orm';
import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { requireEditable } from '../meetings/meetings.ts';
import { documents, documentVersions } from '../schema/documents.ts';
import { listDocuments, requirePlace, type Label, type MeetingDocument } from './documents.ts';

/** What is known of a paper beside its files. */
export interface PaperDetails {
	readonly title: string;
	/** empty: it bears none */
	readonly number: string;
	/** `YYYY-MM-DD`; empty: none */
	readonly issuedOn: string;
	readonly issuer: string;
	readonly itemId: string | null;
	/** among those of its item, from 1; beyond the last: the last */
	readonly position: number;
	/** of its current version */
	readonly label: Label;
}

/** As a form begins with it. */
export function detailsOf(papers: readonly MeetingDocument[], paper: MeetingDocument): PaperDetails {
	const { id, title, number, issuedOn, issuer, itemId, label } = paper;
	const position = papers.filter((each) => each.itemId === itemId).findIndex((each) => each.id === id) + 1;
	return { title, number: number ?? '', issuedOn: issuedOn ?? '', issuer: issuer ?? '', itemId, position, label };
}

/** @throws DataError `not-found`, `meeting-over`, `title-…`, `agenda-item-unknown`, `date-invalid` */
export function editDocument(
	db: Database,
	paper: MeetingDocument & { readonly meetingId: string },
	details: PaperDetails,
): void {
	const { number, issuedOn, issuer, itemId, label } = details;
	const written = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim() || null;
	inTransaction(db, () => {
		const title = requirePlace(db, { meetingId: paper.meetingId, itemId, title: details.title });
		if (issuedOn !== '' && !isDate(issuedOn)) throw new DataError('date-invalid', issuedOn);
		db.orm
			.update(documents)
			.set({ title, itemId, number: written(number), issuer: written(issuer), issuedOn: issuedOn || null })
			.where(eq(documents.id, paper.id))
			.run();
		db.orm.update(documentVersions).set({ label }).where(eq(documentVersions.id, paper.current.id)).run();
		const others = listDocuments(db, paper.meetingId).filter((each) => each.itemId === itemId && each.id !== paper.id);
		const ordered = others.toSpliced(Math.max(0, details.position - 1), 0, paper);
		for (const [at, { id }] of ordered.entries())
			db.orm
				.update(documents)
				.set({ position: at + 1 })
				.where(eq(documents.id, id))
				.run();
	});
}

/**
 * Takes a paper out of its meeting, with a reason that everybody reads who could read it; or back in (`null`).
 * @throws DataError `not-found`, `meeting-over`, `reason-empty`
 */
export function setWithdrawn(
	db: Database,
	{ id, meetingId }: { readonly id: string; readonly meetingId: string },
	reason: string | null,
	now: number,
): void {
	requireEditable(db, meetingId);
	const written = reason?.normalize('NFC').replace(/\s+/g, ' ').trim();
	if (written === '') throw new DataError('reason-empty', id);
	db.orm
		.update(documents)
		.set({ withdrawnAt: written === undefined ? null : now, withdrawReason: written ?? null })
		.where(eq(documents.id, id))
		.run();
}
