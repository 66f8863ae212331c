import type { Role } from '#meeting/plan.ts';
import { and, eq } from 'drizzle-orm';
import type { Database } from '../client.ts';
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

/** One indexed row, whoever asks. Undefined for a meeting that does not exist. */
export function findInvitation({ orm }: Database, meetingId: string, participantId: string): Invitation | undefined {
	const row = orm
		.select({
			status: meetings.status,
			startsAt: meetings.startsAt,
			invitedId: meetingParticipants.participantId,
			roles: rolesBeside({ meetingId: meetings.id, participantId }),
		})
		.from(meetings)
		.leftJoin(
			meetingParticipants,
			and(eq(meetingParticipants.meetingId, meetings.id), eq(meetingParticipants.participantId, participantId)),
		)
		.where(eq(meetings.id, meetingId))
		.get();
	if (!row) return undefined;
	const { status, startsAt, invitedId, roles } = row;
	return { status, startsAt, isOver: isOver(status), roles: invitedId === null ? null : readRoles(roles) };
}
