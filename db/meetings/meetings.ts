import { and, eq, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { dateOf } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { memberIds } from '../org/bodies.ts';
import { prepared } from '../prepared.ts';
import { meetingParticipants, meetingRoles, meetings } from '../schema/meetings.ts';
import { people } from '../schema/org.ts';
import { unitIdsIn } from './invited-units.ts';
import {
	seatParticipants,
	writeParticipants,
	type NewParticipant,
	type SeatedParticipants,
} from './write-participants.ts';
import { readRoles, rolesBeside } from './roles.ts';

export type MeetingStatus = typeof meetings.$inferSelect.status;

export interface NewMeeting {
	readonly title: string;
	/** ms since the epoch */
	readonly startsAt: number;
	readonly plannedMinutes: number;
	/** its members in term on the day take part, listed or not: they vote, so that nobody of them is a guest */
	readonly bodyId?: string | null;
	readonly participants: readonly NewParticipant[];
	/** whose rooms take part */
	readonly unitIds?: readonly string[];
	/** a person's id */
	readonly createdBy: string;
	/** `draft` */
	readonly status?: MeetingStatus;
}

/**
 * Who takes part in a meeting, for one that is made or edited in a turn to come, while nothing that it is made of changes. Reads
 * only. @throws DataError as `createMeeting`
 */
export function seatForMeeting(db: Database, meeting: Omit<NewMeeting, 'createdBy' | 'status'>): SeatedParticipants {
	const { startsAt, plannedMinutes, bodyId = null, unitIds = [] } = meeting;
	requireTitle(meeting.title);
	requireTimes(startsAt, plannedMinutes);
	const date = dateOf(startsAt);
	return seatParticipants(db, { participants: withMembers(db, meeting.participants, bodyId, date), unitIds, date });
}

/**
 * @param seated as `seatForMeeting` has made it
 * @returns the meeting's id
 * @throws DataError `title-empty`, `title-too-long`, `time-invalid`, `chair-missing`, `participant-…`, `not-found`
 */
export function createMeeting(
	db: Database,
	meeting: NewMeeting,
	now: number,
	seated = seatForMeeting(db, meeting),
): string {
	const { startsAt, plannedMinutes, createdBy, bodyId = null, status = 'draft' } = meeting;
	const title = requireTitle(meeting.title);
	return inTransaction(db, () => {
		const id = randomUUID();
		if (!db.orm.select().from(people).where(eq(people.id, createdBy)).get())
			throw new DataError('not-found', createdBy);
		db.orm
			.insert(meetings)
			.values({ id, title, startsAt, plannedMinutes, bodyId, status, createdBy, createdAt: now })
			.run();
		writeParticipants(db, id, seated);
		return id;
	});
}

export type MeetingChanges = Partial<Omit<NewMeeting, 'createdBy' | 'status'>>;

/**
 * Changes what is given. A list that is given is the new one; who stays on it keeps what hangs on them.
 * @param seated as `seatForMeeting` has made it of all of the meeting as it is to be
 * @throws DataError as `createMeeting`, and `not-found`, `meeting-over`
 */
export function updateMeeting(db: Database, id: string, changes: MeetingChanges, seated?: SeatedParticipants): void {
	inTransaction(db, () => {
		const old = requireEditable(db, id);
		const title = changes.title === undefined ? old.title : requireTitle(changes.title);
		const { startsAt = old.startsAt, plannedMinutes = old.plannedMinutes, bodyId = old.bodyId } = changes;
		requireTimes(startsAt, plannedMinutes);
		const date = dateOf(startsAt);
		const sameMembers = bodyId === old.bodyId && date === dateOf(old.startsAt);
		const seatAnew = () => {
			if (!changes.participants && !changes.unitIds && sameMembers) return undefined;
			const participants = withMembers(db, changes.participants ?? readInvited(db, id), bodyId, date);
			return seatParticipants(db, { participants, unitIds: changes.unitIds ?? unitIdsIn(db, id), date });
		};
		const taking = seated ?? seatAnew();
		db.orm.update(meetings).set({ title, startsAt, plannedMinutes, bodyId }).where(eq(meetings.id, id)).run();
		noteChange(db, id);
		if (taking) writeParticipants(db, id, taking);
	});
}

/**
 * Who is a member of the body on the meeting's day is invited, whenever the term was entered; a meeting that is over stays
 * as it was. @throws DataError `not-found`
 */
export function inviteMembers(db: Database, meetingId: string): void {
	const meeting = requireRow(db, meetingId);
	if (isOver(meeting.status) || meeting.bodyId === null) return;
	const date = dateOf(meeting.startsAt);
	// Mostly nobody is missing: then of hundreds only that they are there is read, at every plan that is made.
	const members = memberIds(db, meeting.bodyId, date);
	if (areInvited(members, participantIds(db).all({ meetingId }), guestIds(db).all({ meetingId }))) return;
	const participants = withMembers(db, readInvited(db, meetingId), meeting.bodyId, date);
	inTransaction(db, () => {
		const unitIds = unitIdsIn(db, meetingId);
		writeParticipants(db, meetingId, seatParticipants(db, { participants, unitIds, date }));
		noteChange(db, meetingId);
	});
}

/** Whether all members take part, and none of them as a guest. */
export function areInvited(members: readonly string[], taking: Listed, guests: Listed): boolean {
	const others = new Set(taking.map(({ id }) => id));
	for (const { id } of guests) others.delete(id);
	return members.every((id) => others.has(id));
}

type Listed = readonly { readonly id: string }[];

/** After a body's terms have changed: in each of its meetings that is not over. */
export function inviteMembersOf(db: Database, bodyId: string): void {
	const rows = db.orm.select({ id: meetings.id }).from(meetings).where(eq(meetings.bodyId, bodyId)).all();
	for (const { id } of rows) inviteMembers(db, id);
}

/**
 * A body's members take part in its meeting, and vote: their seats in it give them the vote, whatever a list says, and guests
 * have none. Whoever is listed as a guest and is a member is a delegate.
 */
function withMembers(
	db: Database,
	participants: readonly NewParticipant[],
	bodyId: string | null,
	date: string,
): readonly NewParticipant[] {
	if (bodyId === null) return participants;
	const members = new Set(memberIds(db, bodyId, date));
	const listed = participants.map((participant): NewParticipant => {
		if (!members.delete(participant.id) || !participant.roles.includes('guest')) return participant;
		return { ...participant, roles: participant.roles.map((role) => (role === 'guest' ? 'delegate' : role)) };
	});
	return [...listed, ...[...members].map((id): NewParticipant => ({ id, roles: ['delegate'] }))];
}

const participantIds = prepared(({ orm }) =>
	orm
		.select({ id: meetingParticipants.participantId })
		.from(meetingParticipants)
		.where(eq(meetingParticipants.meetingId, sql.placeholder('meetingId')))
		.prepare(),
);

const guestIds = prepared(({ orm }) =>
	orm
		.select({ id: meetingRoles.participantId })
		.from(meetingRoles)
		.where(and(eq(meetingRoles.meetingId, sql.placeholder('meetingId')), eq(meetingRoles.role, 'guest')))
		.prepare(),
);

function readInvited({ orm }: Database, meetingId: string): NewParticipant[] {
	const { participantId, seatSiteId } = meetingParticipants;
	return orm
		.select({ id: participantId, seatSiteId, roles: rolesBeside(meetingParticipants) })
		.from(meetingParticipants)
		.where(eq(meetingParticipants.meetingId, meetingId))
		.all()
		.map((row) => ({ ...row, roles: readRoles(row.roles) }));
}

/** The meeting's row, if it can still be prepared or revised. @throws DataError `not-found`, `meeting-over` */
export function requireEditable(db: Database, id: string): typeof meetings.$inferSelect {
	const meeting = requireRow(db, id);
	if (isOver(meeting.status)) throw new DataError('meeting-over', id);
	return meeting;
}

/**
 * Whoever saves a form began with the dossier as it still is. In one turn with what is saved.
 * @throws DataError `not-found`, `dossier-changed`
 */
export function requireVersion(db: Database, id: string, version: number): void {
	if (requireRow(db, id).version !== version) throw new DataError('dossier-changed', id);
}

/** Within the transaction of a change of what the dossier's forms show. */
export function noteChange({ orm }: Database, id: string): void {
	orm
		.update(meetings)
		.set({ version: sql`${meetings.version} + 1` })
		.where(eq(meetings.id, id))
		.run();
}

function requireRow({ orm }: Database, id: string): typeof meetings.$inferSelect {
	const meeting = orm.select().from(meetings).where(eq(meetings.id, id)).get();
	if (!meeting) throw new DataError('not-found', id);
	return meeting;
}

export const isOver = (status: MeetingStatus): boolean => ['ended', 'minutes-approved', 'archived'].includes(status);

/** Titles of meetings, items and documents. */
export function requireTitle(title: string): string {
	const written = title.normalize('NFC').replace(/\s+/g, ' ').trim();
	if (written === '') throw new DataError('title-empty', 'title');
	if (written.length > 500) throw new DataError('title-too-long', 'title');
	return written;
}

function requireTimes(startsAt: number, plannedMinutes: number): void {
	const latest = Date.UTC(2200, 0);
	if (!Number.isSafeInteger(startsAt) || startsAt < 0 || startsAt > latest)
		throw new DataError('time-invalid', 'startsAt');
	if (!Number.isSafeInteger(plannedMinutes) || plannedMinutes < 1 || plannedMinutes > 14 * 24 * 60) {
		throw new DataError('time-invalid', 'plannedMinutes');
	}
}
