import type { Role } from '#meeting/plan.ts';
import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { meetingParticipants, meetings } from '../schema/meetings.ts';
import { isOver, type MeetingStatus } from './meetings.ts';
import { readRoles, rolesBeside } from './roles.ts';

/** What the doors of a meeting look at. */
export interface Invitation {
	readonly status: MeetingStatus;
	/** ms since the epoch */
	readonly startsAt: number;
	/** null: not invited */
	readonly roles: readonly Role[] | null;
	readonly isOver: boolean;
}

/** One indexed row, whoever asks: hundreds do at once. Undefined for a meeting that does not exist. */
export function findInvitation(db: Database, meetingId: string, participantId: string): Invitation | undefined {
	const row = invitationOf(db).get({ meetingId, participantId });
	if (!row) return undefined;
	const { status, startsAt, invitedId, roles } = row;
	return { status, startsAt, isOver: isOver(status), roles: invitedId === null ? null : readRoles(roles) };
}

const participant = sql.placeholder('participantId');

const invitationOf = prepared(({ orm }) => {
	const { id, status, startsAt } = meetings;
	const { meetingId, participantId: invitedId } = meetingParticipants;
	return orm
		.select({ status, startsAt, invitedId, roles: rolesBeside({ meetingId: id, participantId: participant }) })
		.from(meetings)
		.leftJoin(meetingParticipants, and(eq(meetingId, id), eq(invitedId, participant)))
		.where(eq(id, sql.placeholder('meetingId')))
		.prepare();
});
