import type { Role } from '#meeting/plan.ts';
import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { unitOfPerson } from '../org/people.ts';
import { inForce, knownOn } from '../org/periods.ts';
import { prepared } from '../prepared.ts';
import { meetingParticipants, meetingUnits } from '../schema/meetings.ts';
import { people, sitePeriods, units } from '../schema/org.ts';
import { unitIdsIn } from './invited-units.ts';
import { writeRoles } from './roles.ts';

export interface NewParticipant {
	/** a person's or a site's id */
	readonly id: string;
	/** none for a site's terminal */
	readonly roles: readonly Role[];
	/** where a person sits; undefined: the room of the own unit if it takes part; null: in no room */
	readonly seatSiteId?: string | null;
}

export interface Invited {
	readonly participants: readonly NewParticipant[];
	readonly unitIds: readonly string[];
	/** of the meeting, `YYYY-MM-DD` */
	readonly date: string;
}

/** Who takes part, as it is written. */
export interface SeatedParticipants {
	readonly rows: readonly ParticipantRow[];
	readonly roles: ReadonlyMap<string, readonly Role[]>;
	readonly unitIds: readonly string[];
}

/**
 * Where each of these sits, and the rooms of invited units, which take part too. Reads only.
 * @throws DataError `participant-unknown`, `participant-twice`, `chair-missing` (there is exactly one)
 */
export function seatParticipants(db: Database, invited: Invited): SeatedParticipants {
	const ids = invited.participants.map((participant) => participant.id);
	const named = new Set<string>();
	for (const id of ids) {
		if (named.has(id)) throw new DataError('participant-twice', id);
		named.add(id);
	}

	const unitIds = [...new Set(invited.unitIds)];
	const seats = invited.participants.flatMap(({ seatSiteId }) => seatSiteId ?? []);
	const asked = { date: invited.date, unitIds: JSON.stringify(unitIds), ids: JSON.stringify([...ids, ...seats]) };
	if (knownUnits(db).all(asked).length < unitIds.length) throw new DataError('not-found', 'unit');
	const persons = knownPersons(db).all(asked);
	const rooms = knownRooms(db).all(asked);
	const personUnits = new Map(persons.map((person) => [person.id, person.unitId]));
	const roomIds = new Set(rooms.map((room) => room.id));
	const chairs = invited.participants.filter(({ id, roles }) => roles.includes('chair') && !roomIds.has(id));
	if (chairs.length !== 1) throw new DataError('chair-missing', String(chairs.length));

	const ofUnits = new Set(unitIds);
	const taken = new Set([...ids, ...seats, ...rooms.filter((room) => ofUnits.has(room.unitId)).map((room) => room.id)]);
	const taking = rooms.filter((room) => taken.has(room.id));
	// Of several rooms the first by its code.
	const roomOf = new Map(taking.toReversed().map((room) => [room.unitId, room.id]));
	const rows = invited.participants.map(({ id, seatSiteId }): ParticipantRow => {
		if (roomIds.has(id)) return { participantId: id, personId: null, siteId: id, seatSiteId: null };
		if (!personUnits.has(id)) throw new DataError('participant-unknown', id);
		if (seatSiteId && !roomIds.has(seatSiteId)) throw new DataError('participant-unknown', seatSiteId);
		const ownRoom = roomOf.get(personUnits.get(id) ?? '') ?? null;
		const seat = seatSiteId === undefined ? ownRoom : seatSiteId;
		return { participantId: id, personId: id, siteId: null, seatSiteId: seat };
	});
	const added = taking
		.filter((room) => !named.has(room.id))
		.map(({ id }): ParticipantRow => ({ participantId: id, personId: null, siteId: id, seatSiteId: null }));

	const roleHolders = invited.participants.filter(({ id }) => !roomIds.has(id));
	// As the tables have them: each row goes beside the one before it, and hundreds are written in a fifth less time.
	return {
		rows: [...rows, ...added].sort((a, b) => byId(a.participantId, b.participantId)),
		roles: new Map(roleHolders.map(({ id, roles }) => [id, roles] as const).sort(([a], [b]) => byId(a, b))),
		unitIds: unitIds.sort(byId),
	};
}

/** In the order of SQLite's own index: by code units, in ids the same as by bytes. */
const byId = (a: string, b: string) => (a < b ? -1 : 1);

/** Brings who takes part to this list, row by row: who stays keeps what hangs on them. Within the caller's transaction. */
export function writeParticipants(db: Database, meetingId: string, { rows, roles, unitIds }: SeatedParticipants): void {
	writeRows(db, meetingId, rows);
	writeRoles(db, meetingId, roles);
	writeUnits(db, meetingId, unitIds);
}

/** A list of ids in one parameter: a question with hundreds of them takes drizzle longer to build than SQLite to answer. */
const listed = (ids: 'ids' | 'unitIds') => sql`(SELECT value FROM json_each(${sql.placeholder(ids)}))`;
const onDay = sql.placeholder('date');

const knownUnits = prepared(({ orm }) =>
	orm
		.select({ id: units.id })
		.from(units)
		.where(inArray(units.id, listed('unitIds')))
		.prepare(),
);

const knownPersons = prepared(({ orm }) =>
	orm
		.select({ id: people.id, unitId: unitOfPerson(onDay) })
		.from(people)
		.where(inArray(people.id, listed('ids')))
		.prepare(),
);

const knownRooms = prepared(({ orm }) =>
	orm
		.select({ id: sitePeriods.siteId, unitId: sitePeriods.unitId, code: sitePeriods.code })
		.from(sitePeriods)
		.where(
			or(
				and(inArray(sitePeriods.siteId, listed('ids')), knownOn(sitePeriods, onDay)),
				and(inArray(sitePeriods.unitId, listed('unitIds')), inForce(sitePeriods, onDay)),
			),
		)
		.orderBy(asc(sitePeriods.code))
		.prepare(),
);

interface ParticipantRow {
	readonly participantId: string;
	readonly personId: string | null;
	readonly siteId: string | null;
	readonly seatSiteId: string | null;
}

function writeRows(db: Database, meetingId: string, wanted: readonly ParticipantRow[]): void {
	const there = seatsThere(db).all({ meetingId });
	const stays = new Set(wanted.map(({ participantId }) => participantId));
	const gone = there.map(({ participantId }) => participantId).filter((id) => !stays.has(id));
	const seats = new Map(there.map(({ participantId, seatSiteId }) => [participantId, seatSiteId]));
	const differing = wanted.filter(
		({ participantId, seatSiteId }) => !seats.has(participantId) || seats.get(participantId) !== seatSiteId,
	);
	if (gone.length > 0) writing(db).remove.run({ meetingId, ids: JSON.stringify(gone) });
	if (differing.length > 0) writing(db).write.run({ meetingId, rows: JSON.stringify(differing) });
}

const seatsThere = prepared(({ orm }) =>
	orm
		.select({ participantId: meetingParticipants.participantId, seatSiteId: meetingParticipants.seatSiteId })
		.from(meetingParticipants)
		.where(eq(meetingParticipants.meetingId, sql.placeholder('meetingId')))
		.prepare(),
);

/** Each is one statement for all rows. */
const writing = prepared(({ sqlite }) => ({
	remove: sqlite.prepare<{ meetingId: string; ids: string }>(
		`DELETE FROM meeting_participants
		 WHERE meeting_id = @meetingId AND participant_id IN (SELECT value FROM json_each(@ids))`,
	),
	write: sqlite.prepare<{ meetingId: string; rows: string }>(
		`INSERT INTO meeting_participants (meeting_id, participant_id, person_id, site_id, seat_site_id, is_listed)
		 SELECT @meetingId, row.value ->> 'participantId', row.value ->> 'personId', row.value ->> 'siteId',
		 	row.value ->> 'seatSiteId', 0 FROM jsonb_each(@rows) AS row WHERE true
		 ON CONFLICT (meeting_id, participant_id) DO UPDATE SET seat_site_id = excluded.seat_site_id`,
	),
	invite: sqlite.prepare<{ meetingId: string; ids: string }>(
		`INSERT INTO meeting_units (meeting_id, unit_id) SELECT @meetingId, value FROM json_each(@ids)`,
	),
}));

function writeUnits(db: Database, meetingId: string, wanted: readonly string[]): void {
	const { orm } = db;
	const ofMeeting = eq(meetingUnits.meetingId, meetingId);
	const there = new Set(unitIdsIn(db, meetingId));
	const stays = new Set(wanted);
	const gone = [...there].filter((id) => !stays.has(id));
	if (gone.length > 0)
		orm
			.delete(meetingUnits)
			.where(and(ofMeeting, inArray(meetingUnits.unitId, gone)))
			.run();
	const added = wanted.filter((id) => !there.has(id));
	if (added.length > 0) writing(db).invite.run({ meetingId, ids: JSON.stringify(added) });
}
