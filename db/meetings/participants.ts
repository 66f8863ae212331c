import type { Role } from '#meeting/plan.ts';
import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { unitOfPerson } from '../org/people.ts';
import { knownOn } from '../org/periods.ts';
import { levelRank } from '../org/units.ts';
import { prepared } from '../prepared.ts';
import { meetingParticipants } from '../schema/meetings.ts';
import { people, sitePeriods, unitPeriods } from '../schema/org.ts';
import { inOrder, readRoles, rolesBeside, rolesThere } from './roles.ts';

const onDay = sql.placeholder('date');

export interface MeetingParticipant {
	readonly id: string;
	readonly kind: 'person' | 'site';
	readonly name: string;
	/** empty for a site */
	readonly position: string;
	readonly unitId: string | null;
	readonly unitName: string;
	readonly unitCode: string;
	readonly roles: readonly Role[];
	/** the site where a person sits; null: in no room, or a site itself */
	readonly siteId: string | null;
}

/**
 * In administrative order of their units on that day; within a unit people before rooms. A few lists that are laid together here
 * take half as long as one question: of hundreds some share a unit, and each would ask anew what it is called. In pieces, as the
 * dossier is read: who takes part as what is the first.
 */
export function* participantsInPieces(
	db: Database,
	meetingId: string,
	date: string,
): Generator<void, MeetingParticipant[]> {
	const asked = { meetingId, date };
	const people = peopleThere(db).all(asked);
	const held = Map.groupBy(rolesThere(db).all(asked), ({ participantId }) => participantId);
	yield;
	const rooms = roomsThere(db).all(asked);
	const unitIds = JSON.stringify([...new Set([...people, ...rooms].map(({ unitId }) => unitId))]);
	const units = new Map(
		unitsNamed(db)
			.all({ date, unitIds })
			.map((unit) => [unit.unitId, unit]),
	);
	// By units in their order, at last those of none.
	const taking = new Map<string | null, MeetingParticipant[]>([...units.keys(), null].map((unitId) => [unitId, []]));
	type Row = Pick<MeetingParticipant, 'id' | 'kind' | 'name' | 'position' | 'siteId'>;
	const add = (ofUnit: string | null, { id, kind, name, position, siteId }: Row) => {
		const { unitId = null, unitName = '', unitCode = '' } = units.get(ofUnit ?? '') ?? {};
		const roles = inOrder(held.get(id)?.map(({ role }) => role));
		taking.get(unitId)?.push({ id, kind, name, position, unitId, unitName, unitCode, roles, siteId });
	};
	for (const { id, name, position, siteId, unitId } of people)
		add(unitId, { id, kind: 'person', name, position, siteId });
	for (const { id, name, unitId } of rooms)
		add(unitId, { id, kind: 'site', name: name ?? '', position: '', siteId: null });
	return [...taking.values()].flat();
}

/** Who takes part and is of that unit on that day, by their ids; rooms are not among them. */
export const peopleOfUnit = (
	db: Database,
	of: { readonly meetingId: string; readonly unitId: string; readonly date: string },
): string[] =>
	ofUnitThere(db)
		.all(of)
		.map(({ id }) => id);

/** Where each sits, as what, and of which unit the rooms are: what an edit of who takes part goes by. */
export function listSeats(db: Database, meetingId: string, date: string): ParticipantSeat[] {
	const asked = { meetingId, date };
	const held = Map.groupBy(rolesThere(db).all(asked), ({ participantId }) => participantId);
	return seatsThere(db)
		.all(asked)
		.map(({ personId, ...seat }) => ({
			...seat,
			kind: personId === null ? 'site' : 'person',
			roles: inOrder(held.get(seat.id)?.map(({ role }) => role)),
		}));
}

/** `unitId`: of a room */
export type ParticipantSeat = Pick<MeetingParticipant, 'id' | 'kind' | 'roles' | 'siteId' | 'unitId'>;

const ofMeeting = eq(meetingParticipants.meetingId, sql.placeholder('meetingId'));

const peopleThere = prepared(({ orm }) => {
	const { participantId: id, seatSiteId: siteId } = meetingParticipants;
	const { name, position } = people;
	return orm
		.select({ id, siteId, name, position, unitId: unitOfPerson(onDay) })
		.from(meetingParticipants)
		.innerJoin(people, eq(people.id, meetingParticipants.personId))
		.where(ofMeeting)
		.orderBy(asc(people.sortKey))
		.prepare();
});

const ofUnitThere = prepared(({ orm }) =>
	orm
		.select({ id: meetingParticipants.participantId })
		.from(meetingParticipants)
		.innerJoin(people, eq(people.id, meetingParticipants.personId))
		.where(and(ofMeeting, eq(unitOfPerson(onDay), sql.placeholder('unitId'))))
		.prepare(),
);

const roomsThere = prepared(({ orm }) =>
	orm
		.select({ id: meetingParticipants.participantId, name: sitePeriods.name, unitId: sitePeriods.unitId })
		.from(meetingParticipants)
		.leftJoin(sitePeriods, and(eq(sitePeriods.siteId, meetingParticipants.siteId), knownOn(sitePeriods, onDay)))
		.where(and(ofMeeting, isNotNull(meetingParticipants.siteId)))
		.orderBy(asc(sitePeriods.code))
		.prepare(),
);

const seatsThere = prepared(({ orm }) => {
	const { participantId: id, personId, seatSiteId: siteId } = meetingParticipants;
	return orm
		.select({ id, personId, siteId, unitId: sitePeriods.unitId })
		.from(meetingParticipants)
		.leftJoin(sitePeriods, and(eq(sitePeriods.siteId, meetingParticipants.siteId), knownOn(sitePeriods, onDay)))
		.where(ofMeeting)
		.prepare();
});

const unitsNamed = prepared(({ orm }) => {
	const { unitId, name, code } = unitPeriods;
	return orm
		.select({ unitId, unitName: name, unitCode: code })
		.from(unitPeriods)
		.where(
			and(
				inArray(unitId, sql`(SELECT value FROM json_each(${sql.placeholder('unitIds')}))`),
				knownOn(unitPeriods, onDay),
			),
		)
		.orderBy(levelRank, asc(code), asc(name))
		.prepare();
});

/** The roles of one participant in a meeting; none for who takes no part. */
export function rolesIn({ orm }: Database, meetingId: string, participantId: string): Role[] {
	const row = orm
		.select({ roles: rolesBeside(meetingParticipants) })
		.from(meetingParticipants)
		.where(and(eq(meetingParticipants.meetingId, meetingId), eq(meetingParticipants.participantId, participantId)))
		.get();
	return readRoles(row?.roles ?? null);
}

/** What people and rooms are called on that day, by their ids. */
export function nameParticipants({ orm }: Database, ids: readonly string[], date: string): Map<string, string> {
	const asked = sql`(SELECT value FROM json_each(${JSON.stringify([...new Set(ids)])}))`;
	const named = orm.select({ id: people.id, name: people.name }).from(people).where(inArray(people.id, asked)).all();
	const rooms = orm
		.select({ id: sitePeriods.siteId, name: sitePeriods.name })
		.from(sitePeriods)
		.where(and(inArray(sitePeriods.siteId, asked), knownOn(sitePeriods, date)))
		.all();
	return new Map([...named, ...rooms].map(({ id, name }) => [id, name]));
}
