import type { PaperAccess, PaperLevel, Role } from '#meeting/plan.ts';
import { and, asc, eq, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { unitOfPerson } from '../org/people.ts';
import { knownOn } from '../org/periods.ts';
import { prepared } from '../prepared.ts';
import { documents, paperReaders } from '../schema/documents.ts';
import { people, sitePeriods } from '../schema/org.ts';

/** Who was chosen, and for what. */
export interface ChosenReader {
	readonly kind: 'role' | 'unit' | 'participant';
	/** a role; the id of a unit, a person or a room */
	readonly reader: string;
	readonly level: Exclude<PaperLevel, 'none'>;
}

/** As it was chosen for a paper in its dossier. */
export interface ChosenAccess {
	readonly everyone: PaperLevel;
	/** ms since the epoch: read before it; null: for good */
	readonly until: number | null;
	readonly readers: readonly ChosenReader[];
}

export const openToAll: ChosenAccess = { everyone: 'download', until: null, readers: [] };

/** By the document's id, of a meeting, or of one paper; those for which nobody was chosen have none. */
export function readersByDocument(db: Database, of: { readonly meetingId: string }): Map<string, ChosenReader[]> {
	const rows = ofMeeting(db).all(of);
	const grouped = Map.groupBy(rows, ({ documentId }) => documentId);
	return new Map([...grouped].map(([id, some]) => [id, some.map(({ documentId: _, ...chosen }) => chosen)]));
}

export const readersOf = (db: Database, documentId: string): ChosenReader[] => ofDocument(db).all({ documentId });

const columns = { kind: paperReaders.kind, reader: paperReaders.reader, level: paperReaders.level };

const ofMeeting = prepared(({ orm }) =>
	orm
		.select({ documentId: paperReaders.documentId, ...columns })
		.from(documents)
		.innerJoin(paperReaders, eq(paperReaders.documentId, documents.id))
		.where(eq(documents.meetingId, sql.placeholder('meetingId')))
		.orderBy(asc(paperReaders.documentId), asc(paperReaders.kind), asc(paperReaders.reader))
		.prepare(),
);

const ofDocument = prepared(({ orm }) =>
	orm
		.select(columns)
		.from(paperReaders)
		.where(eq(paperReaders.documentId, sql.placeholder('documentId')))
		.orderBy(asc(paperReaders.kind), asc(paperReaders.reader))
		.prepare(),
);

/** Somebody who takes part, and of which unit on that day. */
export interface OfUnit {
	readonly id: string;
	readonly unitId: string | null;
}

/** As the rules read it: a chosen unit is its people and rooms among `taking`. Undefined: everybody may do everything, for good. */
export function accessFor(
	{ everyone, until, readers }: ChosenAccess,
	taking: readonly OfUnit[],
): PaperAccess | undefined {
	if (everyone === 'download' && until === null) return undefined;
	const of = (kind: ChosenReader['kind']) => readers.filter((each) => each.kind === kind);
	const roles = Object.fromEntries(of('role').map(({ reader, level }) => [reader as Role, level]));
	const units = new Map(of('unit').map(({ reader, level }) => [reader, level]));
	const byPerson = new Map(of('participant').map(({ reader, level }) => [reader, level]));
	const participants = Object.fromEntries(
		taking.flatMap(({ id, unitId }) => {
			const level = higher(byPerson.get(id), units.get(unitId ?? ''));
			return level === undefined ? [] : [[id, level]];
		}),
	);
	return {
		everyone,
		...(Object.keys(roles).length > 0 && { roles }),
		...(Object.keys(participants).length > 0 && { participants }),
		...(until !== null && { until }),
	};
}

const higher = (one?: PaperLevel, other?: PaperLevel): PaperLevel | undefined =>
	(['download', 'print', 'read'] as const).find((level) => level === one || level === other);

/** Of which unit a person or a room is on that day (`YYYY-MM-DD`). */
export function unitOf({ orm }: Database, participantId: string, date: string): string | null {
	const person = orm
		.select({ unitId: unitOfPerson(date) })
		.from(people)
		.where(eq(people.id, participantId))
		.get();
	if (person) return person.unitId;
	const room = orm
		.select({ unitId: sitePeriods.unitId })
		.from(sitePeriods)
		.where(and(eq(sitePeriods.siteId, participantId), knownOn(sitePeriods, date)))
		.get();
	return room?.unitId ?? null;
}

/** In place of what was chosen before. @throws DataError `not-found` */
export function setAccess(db: Database, documentId: string, { everyone, until, readers }: ChosenAccess): void {
	inTransaction(db, () => {
		const changed = db.orm
			.update(documents)
			.set({ openTo: everyone, readUntil: until })
			.where(eq(documents.id, documentId))
			.run();
		if (changed.changes === 0) throw new DataError('not-found', documentId);
		db.orm.delete(paperReaders).where(eq(paperReaders.documentId, documentId)).run();
		if (readers.length > 0)
			db.orm
				.insert(paperReaders)
				.values(readers.map((each) => ({ documentId, ...each })))
				.run();
	});
}

/**
 * Takes a paper back, with all its versions: nobody reads it from then on. Its bytes stay, as what was shown stays on record.
 * @throws DataError `not-found`, `reason-empty`, `paper-recalled` (already)
 */
export function recallPaper(
	db: Database,
	documentId: string,
	{ by, reason }: { readonly by: string | null; readonly reason: string },
	now: number,
): void {
	const written = reason.trim();
	if (written === '') throw new DataError('reason-empty', documentId);
	inTransaction(db, () => {
		const document = db.orm.select().from(documents).where(eq(documents.id, documentId)).get();
		if (!document) throw new DataError('not-found', documentId);
		if (document.recalledAt !== null) throw new DataError('paper-recalled', documentId);
		db.orm
			.update(documents)
			.set({ recalledAt: now, recalledBy: by, recallReason: written })
			.where(eq(documents.id, documentId))
			.run();
	});
}
