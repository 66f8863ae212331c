import type { AgendaItem, Participant } from '#meeting/plan.ts';
import { and, eq } from 'drizzle-orm';
import { dateOf } from '../calendar.ts';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { inForce } from '../org/periods.ts';
import { bodyMembers } from '../schema/bodies.ts';
import { agendaItems, meetingParticipants, meetings } from '../schema/meetings.ts';
import type { MeetingStatus } from './meetings.ts';
import { readRoles, rolesBeside } from './roles.ts';

/** Of a meeting's dossier, what decides whether one participant may see one of its items. */
export interface Standing {
	readonly id: string;
	readonly createdBy: string;
	readonly status: MeetingStatus;
	/** the participant alone, or nobody */
	readonly participants: readonly Pick<Participant, 'id' | 'kind' | 'roles'>[];
	/** the item alone, or none */
	readonly agenda: readonly Pick<AgendaItem, 'id' | 'access'>[];
	/** with the participant alone among its members in term on the meeting's day, or nobody */
	readonly body: { readonly id: string; readonly members: readonly { readonly personId: string }[] } | null;
}

/** A few rows by their keys: a reader of a paper asks for it hundreds of times. @throws DataError `not-found` */
export function requireStanding(
	{ orm }: Database,
	{ meetingId, itemId, participantId }: { meetingId: string; itemId: string | null; participantId: string },
): Standing {
	const meeting = orm
		.select({
			createdBy: meetings.createdBy,
			status: meetings.status,
			startsAt: meetings.startsAt,
			bodyId: meetings.bodyId,
			personId: meetingParticipants.personId,
			participantId: meetingParticipants.participantId,
			roles: rolesBeside({ meetingId: meetings.id, participantId }),
		})
		.from(meetings)
		.leftJoin(
			meetingParticipants,
			and(eq(meetingParticipants.meetingId, meetings.id), eq(meetingParticipants.participantId, participantId)),
		)
		.where(eq(meetings.id, meetingId))
		.get();
	if (!meeting) throw new DataError('not-found', meetingId);
	const { bodyId, createdBy, status, startsAt } = meeting;
	const kind = meeting.personId === null ? 'site' : 'person';
	const { id, access } = agendaItems;
	return {
		id: meetingId,
		createdBy,
		status,
		participants: meeting.participantId === null ? [] : [{ id: participantId, kind, roles: readRoles(meeting.roles) }],
		agenda:
			itemId === null
				? []
				: orm
						.select({ id, access })
						.from(agendaItems)
						.where(and(eq(id, itemId), eq(agendaItems.meetingId, meetingId)))
						.all(),
		body: bodyId === null ? null : { id: bodyId, members: findTerm(orm, bodyId, participantId, dateOf(startsAt)) },
	};
}

const findTerm = (orm: Database['orm'], bodyId: string, personId: string, date: string) =>
	orm
		.select({ personId: bodyMembers.personId })
		.from(bodyMembers)
		.where(and(eq(bodyMembers.bodyId, bodyId), eq(bodyMembers.personId, personId), inForce(bodyMembers, date)))
		.all();
