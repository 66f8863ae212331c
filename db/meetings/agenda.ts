import type { AgendaItem } from '#meeting/plan.ts';
import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { prepared } from '../prepared.ts';
import { documents } from '../schema/documents.ts';
import { agendaItems, meetingParticipants } from '../schema/meetings.ts';
import { votes } from '../schema/votes.ts';
import { noteChange, requireEditable, requireTitle } from './meetings.ts';

type Row = typeof agendaItems.$inferSelect;

export interface NewAgendaItem {
	readonly title: string;
	/** null: at the top */
	readonly parentId?: string | null;
	readonly plannedMinutes?: number | null;
	/** a participant of the meeting */
	readonly presenterId?: string | null;
	/** `open` */
	readonly access?: AgendaItem['access'];
}

/**
 * Adds an item behind its siblings.
 * @returns the item's id
 * @throws DataError `not-found`, `meeting-over`, `title-…`, `time-invalid`, `agenda-parent-invalid`, `participant-unknown`
 */
export function addAgendaItem(db: Database, meetingId: string, item: NewAgendaItem): string {
	return inTransaction(db, () => {
		requireEditable(db, meetingId);
		const { parentId = null, plannedMinutes = null, presenterId = null, access = 'open' } = item;
		const rows = readRows(db, meetingId);
		if (parentId !== null && !rows.some((row) => row.id === parentId))
			throw new DataError('agenda-parent-invalid', parentId);
		requireDetails(db, meetingId, { plannedMinutes, presenterId });
		const id = randomUUID();
		const position = rows.filter((row) => row.parentId === parentId).length;
		db.orm
			.insert(agendaItems)
			.values({
				id,
				meetingId,
				parentId,
				position,
				title: requireTitle(item.title),
				plannedMinutes,
				presenterId,
				access,
			})
			.run();
		noteChange(db, meetingId);
		return id;
	});
}

/** @throws DataError as `addAgendaItem` */
export function editAgendaItem(db: Database, itemId: string, changes: Omit<Partial<NewAgendaItem>, 'parentId'>): void {
	inTransaction(db, () => {
		const old = requireItem(db, itemId);
		requireEditable(db, old.meetingId);
		const { plannedMinutes = old.plannedMinutes, presenterId = old.presenterId, access = old.access } = changes;
		requireDetails(db, old.meetingId, { plannedMinutes, presenterId });
		const title = changes.title === undefined ? old.title : requireTitle(changes.title);
		db.orm
			.update(agendaItems)
			.set({ title, plannedMinutes, presenterId, access })
			.where(eq(agendaItems.id, itemId))
			.run();
		noteChange(db, old.meetingId);
	});
}

/**
 * Moves an item, with all below it, to a place among the items of a parent (null: the top); 0 is the first place.
 * @throws DataError `not-found`, `meeting-over`, `agenda-parent-invalid` (unknown, or below the item itself)
 */
export function moveAgendaItem(db: Database, itemId: string, to: { parentId: string | null; position: number }): void {
	inTransaction(db, () => {
		const item = requireItem(db, itemId);
		requireEditable(db, item.meetingId);
		const rows = readRows(db, item.meetingId);
		for (let above = to.parentId; above !== null;) {
			const row = rows.find((each) => each.id === above);
			if (!row || row.id === itemId) throw new DataError('agenda-parent-invalid', above);
			above = row.parentId;
		}
		const siblings = rows.filter((row) => row.parentId === to.parentId && row.id !== itemId);
		siblings.splice(Math.max(0, to.position), 0, item);
		db.orm.update(agendaItems).set({ parentId: to.parentId }).where(eq(agendaItems.id, itemId)).run();
		writePositions(db, siblings);
		if (to.parentId !== item.parentId) writePositions(db, siblingsOf(rows, item));
		noteChange(db, item.meetingId);
	});
}

/**
 * Deletes an item and those below it, as long as nothing hangs on them and the meeting does not run.
 * @throws DataError `not-found`, `meeting-over`, `meeting-running`, `agenda-item-in-use` (documents or votes)
 */
export function deleteAgendaItem(db: Database, itemId: string): void {
	inTransaction(db, () => {
		const item = requireItem(db, itemId);
		if (requireEditable(db, item.meetingId).status === 'live') throw new DataError('meeting-running', item.meetingId);
		const rows = readRows(db, item.meetingId);
		const below = (id: string): string[] => [
			...rows.filter((row) => row.parentId === id).flatMap((row) => below(row.id)),
			id,
		];
		const ids = below(itemId);
		const hasDocument = db.orm.select().from(documents).where(inArray(documents.itemId, ids)).limit(1).get();
		const hasVote = db.orm.select().from(votes).where(inArray(votes.itemId, ids)).limit(1).get();
		if (hasDocument || hasVote) throw new DataError('agenda-item-in-use', itemId);
		for (const id of ids) db.orm.delete(agendaItems).where(eq(agendaItems.id, id)).run();
		writePositions(db, siblingsOf(rows, item));
		noteChange(db, item.meetingId);
	});
}

/** In the order of the agenda: each item followed by those below it, numbered `1`, `1.1`, `1.2`, `2` … */
export function listAgenda(db: Database, meetingId: string): AgendaItem[] {
	const rows = readRows(db, meetingId);
	const from = (parentId: string | null, prefix: string): AgendaItem[] =>
		rows
			.filter((row) => row.parentId === parentId)
			.flatMap(({ id, title, plannedMinutes, presenterId, access }, index) => {
				const number = `${prefix}${index + 1}`;
				return [{ id, parentId, number, title, plannedMinutes, presenterId, access }, ...from(id, `${number}.`)];
			});
	return from(null, '');
}

function requireItem({ orm }: Database, id: string): Row {
	const item = orm.select().from(agendaItems).where(eq(agendaItems.id, id)).get();
	if (!item) throw new DataError('not-found', id);
	return item;
}

const readRows = (db: Database, meetingId: string): Row[] => ofMeeting(db).all({ meetingId });

const ofMeeting = prepared(({ orm }) =>
	orm
		.select()
		.from(agendaItems)
		.where(eq(agendaItems.meetingId, sql.placeholder('meetingId')))
		.orderBy(asc(agendaItems.position))
		.prepare(),
);

const siblingsOf = (rows: readonly Row[], item: Row) =>
	rows.filter((row) => row.parentId === item.parentId && row.id !== item.id);

function writePositions({ orm }: Database, siblings: readonly Row[]): void {
	siblings.forEach(({ id }, position) => {
		orm.update(agendaItems).set({ position }).where(eq(agendaItems.id, id)).run();
	});
}

function requireDetails({ orm }: Database, meetingId: string, item: Pick<Row, 'plannedMinutes' | 'presenterId'>): void {
	const { plannedMinutes, presenterId } = item;
	if (plannedMinutes !== null && (!Number.isSafeInteger(plannedMinutes) || plannedMinutes < 1)) {
		throw new DataError('time-invalid', 'plannedMinutes');
	}
	if (presenterId === null) return;
	const takesPart = and(
		eq(meetingParticipants.meetingId, meetingId),
		eq(meetingParticipants.participantId, presenterId),
	);
	if (!orm.select().from(meetingParticipants).where(takesPart).get())
		throw new DataError('participant-unknown', presenterId);
}
