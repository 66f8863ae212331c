import type { Role } from '#meeting/plan.ts';
import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { unitOfPerson, unitPeriodOf } from '../org/people.ts';
import { inForce, knownOn } from '../org/periods.ts';
import { levelRank } from '../org/units.ts';
import { prepared } from '../prepared.ts';
import { meetingParticipants, meetingUnits } from '../schema/meetings.ts';
import { people, sitePeriods, unitPeriods, units } from '../schema/org.ts';
import { readRoles, rolesBeside, writeRoles } from './roles.ts';

export interface NewParticipant {
	/** a person's or a site's id */
	readonly id: string;
	/** none for a site's terminal */
	readonly roles: readonly Role[];
	/** where a person sits; undefined: the room of the own unit if it takes part; null: in no room */
	readonly seatSiteId?: string | null;
}

/**
 * Brings who takes part to this list, row by row: who stays keeps what hangs on them. The rooms of invited units take
 * part too.
 * Within the caller's transaction.
 * @throws DataError `participant-unknown`, `participant-twice`, `chair-missing` (there is exactly one)
 */
export function writeParticipants(
	db: Database,
	meetingId: string,
	invited: { participants: readonly NewParticipant[]; unitIds: readonly string[]; date: string },
): void {
	const { orm } = db;
	const ids = invited.participants.map((participant) => participant.id);
	const twice = ids.find((id, index) => ids.indexOf(id) !== index);
	if (twice !== undefined) throw new DataError('participant-twice', twice);

	const unitIds = [...new Set(invited.unitIds)];
	const knownUnits = orm.select({ id: units.id }).from(units).where(inArray(units.id, unitIds)).all();
	if (knownUnits.length < unitIds.length) throw new DataError('not-found', 'unit');
	const persons = orm
		.select({ id: people.id, unitId: unitOfPerson(invited.date) })
		.from(people)
		.where(inArray(people.id, ids))
		.all();
	const seats = invited.participants.flatMap(({ seatSiteId }) => seatSiteId ?? []);
	const rooms = orm
		.select({ id: sitePeriods.siteId, unitId: sitePeriods.unitId, code: sitePeriods.code })
		.from(sitePeriods)
		.where(
			or(
				and(inArray(sitePeriods.siteId, [...ids, ...seats]), knownOn(sitePeriods, invited.date)),
				and(inArray(sitePeriods.unitId, unitIds), inForce(sitePeriods, invited.date)),
			),
		)
		.orderBy(asc(sitePeriods.code))
		.all();
	const personUnits = new Map(persons.map((person) => [person.id, person.unitId]));
	const roomIds = new Set(rooms.map((room) => room.id));
	const chairs = invited.participants.filter(({ id, roles }) => roles.includes('chair') && !roomIds.has(id));
	if (chairs.length !== 1) throw new DataError('chair-missing', meetingId);

	const taken = new Set([
		...ids,
		...seats,
		...rooms.filter((room) => unitIds.includes(room.unitId)).map((room) => room.id),
	]);
	const taking = rooms.filter((room) => taken.has(room.id));
	const rows = invited.participants.map(({ id, seatSiteId }): ParticipantRow => {
		if (roomIds.has(id)) return { meetingId, participantId: id, siteId: id };
		if (!personUnits.has(id)) throw new DataError('participant-unknown', id);
		if (seatSiteId && !roomIds.has(seatSiteId)) throw new DataError('participant-unknown', seatSiteId);
		const ownRoom = taking.find((room) => room.unitId === personUnits.get(id))?.id ?? null;
		const seat = seatSiteId === undefined ? ownRoom : seatSiteId;
		return { meetingId, participantId: id, personId: id, seatSiteId: seat };
	});
	const added = taking
		.filter((room) => !ids.includes(room.id))
		.map((room): ParticipantRow => ({ meetingId, participantId: room.id, siteId: room.id }));

	writeRows(db, meetingId, [...rows, ...added]);
	const roleHolders = invited.participants.filter(({ id }) => !roomIds.has(id));
	writeRoles(db, meetingId, new Map(roleHolders.map(({ id, roles }) => [id, roles])));
	writeUnits(db, meetingId, unitIds);
}

type ParticipantRow = typeof meetingParticipants.$inferInsert;

function writeRows({ orm }: Database, meetingId: string, wanted: readonly ParticipantRow[]): void {
	const ofMeeting = eq(meetingParticipants.meetingId, meetingId);
	const there = orm.select().from(meetingParticipants).where(ofMeeting).all();
	const stays = new Set(wanted.map(({ participantId }) => participantId));
	for (const { participantId } of there) {
		if (stays.has(participantId)) continue;
		orm
			.delete(meetingParticipants)
			.where(and(ofMeeting, eq(meetingParticipants.participantId, participantId)))
			.run();
	}
	const seats = new Map(there.map(({ participantId, seatSiteId }) => [participantId, seatSiteId]));
	const differing = wanted.filter(
		({ participantId, seatSiteId = null }) => !seats.has(participantId) || seats.get(participantId) !== seatSiteId,
	);
	if (differing.length === 0) return;
	orm
		.insert(meetingParticipants)
		.values(differing)
		.onConflictDoUpdate({
			target: [meetingParticipants.meetingId, meetingParticipants.participantId],
			set: { seatSiteId: sql`excluded.seat_site_id` },
		})
		.run();
}

function writeUnits({ orm }: Database, meetingId: string, wanted: readonly string[]): void {
	const ofMeeting = eq(meetingUnits.meetingId, meetingId);
	const there = orm.select({ id: meetingUnits.unitId }).from(meetingUnits).where(ofMeeting).all();
	const gone = there.map(({ id }) => id).filter((id) => !wanted.includes(id));
	if (gone.length > 0)
		orm
			.delete(meetingUnits)
			.where(and(ofMeeting, inArray(meetingUnits.unitId, gone)))
			.run();
	const added = wanted.map((unitId) => ({ meetingId, unitId }));
	if (added.length > 0) orm.insert(meetingUnits).values(added).onConflictDoNothing().run();
}

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

/** In administrative order of their units on that day; within a unit people before rooms. */
export const listParticipants = (db: Database, meetingId: string, date: string): MeetingParticipant[] =>
	takingPart(db)
		.all({ meetingId, date })
		.map(({ personName, siteName, roles, ...row }) => ({
			...row,
			kind: personName === null ? 'site' : 'person',
			name: personName ?? siteName ?? '',
			position: row.position ?? '',
			unitName: row.unitName ?? '',
			unitCode: row.unitCode ?? '',
			roles: readRoles(roles),
		}));

const takingPart = prepared(({ orm }) => {
	const date = sql.placeholder('date');
	const unitId = sql<string | null>`coalesce(${sitePeriods.unitId}, ${unitOfPerson(date)})`;
	return orm
		.select({
			id: meetingParticipants.participantId,
			personName: people.name,
			siteName: sitePeriods.name,
			position: people.position,
			unitId: unitPeriods.unitId,
			unitName: unitPeriods.name,
			unitCode: unitPeriods.code,
			roles: rolesBeside(meetingParticipants),
			siteId: meetingParticipants.seatSiteId,
		})
		.from(meetingParticipants)
		.leftJoin(people, eq(people.id, meetingParticipants.personId))
		.leftJoin(sitePeriods, and(eq(sitePeriods.siteId, meetingParticipants.siteId), knownOn(sitePeriods, date)))
		.leftJoin(unitPeriods, unitPeriodOf(unitId, date))
		.where(eq(meetingParticipants.meetingId, sql.placeholder('meetingId')))
		.orderBy(levelRank, asc(unitPeriods.code), sql`${people.id} IS NULL`, asc(people.sortKey), asc(sitePeriods.code))
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
