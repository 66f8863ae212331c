import type { AgendaItem, Participant } from '#meeting/plan.ts';
import { and, eq, sql } from 'drizzle-orm';
import { dateOf } from '../calendar.ts';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { inForce } from '../org/periods.ts';
import { prepared } from '../prepared.ts';
import { bodyMembers } from '../schema/bodies.ts';
import { agendaItems, meetingParticipants, meetings } from '../schema/meetings.ts';
import type { MeetingStatus } from './meetings.ts';
import { readRoles, rolesBeside } from './roles.ts';

/** Of a meeting's dossier, what decides whether one participant may see one of its items. */
export interface Standing {
	readonly id: string;
	readonly title: string;
	/** ms since the epoch */
	readonly startsAt: number;
	readonly endedAt: number | null;
	readonly createdBy: string;
	readonly status: MeetingStatus;
	/** the participant alone, or nobody */
	readonly participants: readonly Pick<Participant, 'id' | 'kind' | 'roles'>[];
	/** the item alone, or none */
	readonly agenda: readonly Pick<AgendaItem, 'id' | 'access'>[];
	/** with the participant alone among its members in term on the meeting's day, or nobody */
	readonly body: { readonly id: string; readonly members: readonly { readonly personId: string }[] } | null;
}

interface StandingAsked {
	readonly meetingId: string;
	/** null: none */
	readonly itemId?: string | null;
	readonly participantId: string;
}

/** A few rows by their keys: every page of a meeting asks for it, the reader of a paper hundreds of times. @throws DataError `not-found` */
export function requireStanding(db: Database, { meetingId, itemId = null, participantId }: StandingAsked): Standing {
	const row = standingOf(db).get({ meetingId, participantId });
	if (!row) throw new DataError('not-found', meetingId);
	const { bodyId, personId, invitedId, roles, ...meeting } = row;
	const kind = personId === null ? 'site' : 'person';
	const asked = { meetingId, itemId, bodyId, participantId, date: dateOf(row.startsAt) };
	return {
		...meeting,
		participants: invitedId === null ? [] : [{ id: invitedId, kind, roles: readRoles(roles) }],
		agenda: itemId === null ? [] : itemOf(db).all(asked),
		body: bodyId === null ? null : { id: bodyId, members: termOf(db).all(asked) },
	};
}

const participant = sql.placeholder('participantId');

const standingOf = prepared(({ orm }) => {
	const { id, title, startsAt, endedAt, createdBy, status, bodyId } = meetings;
	const { personId, participantId: invitedId, meetingId } = meetingParticipants;
	const roles = rolesBeside({ meetingId: id, participantId: participant });
	return orm
		.select({ id, title, startsAt, endedAt, createdBy, status, bodyId, personId, invitedId, roles })
		.from(meetings)
		.leftJoin(meetingParticipants, and(eq(meetingId, id), eq(invitedId, participant)))
		.where(eq(id, sql.placeholder('meetingId')))
		.prepare();
});

const itemOf = prepared(({ orm }) => {
	const { id, access, meetingId } = agendaItems;
	return orm
		.select({ id, access })
		.from(agendaItems)
		.where(and(eq(id, sql.placeholder('itemId')), eq(meetingId, sql.placeholder('meetingId'))))
		.prepare();
});

const termOf = prepared(({ orm }) => {
	const { personId, bodyId } = bodyMembers;
	const inTerm = inForce(bodyMembers, sql.placeholder('date'));
	return orm
		.select({ personId })
		.from(bodyMembers)
		.where(and(eq(bodyId, sql.placeholder('bodyId')), eq(personId, participant), inTerm))
		.prepare();
});
