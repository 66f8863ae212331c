import type { Role } from '#meeting/plan.ts';
import { vietnamOffset } from '#meeting/vietnam-time.ts';
import { and, asc, desc, eq, gte, inArray, isNotNull, lt, ne, not, or, sql, type SQL } from 'drizzle-orm';
import { endOfDay, startOfDay } from '../calendar.ts';
import type { Database } from '../client.ts';
import { knownOn } from '../org/periods.ts';
import { bodyPeriods } from '../schema/bodies.ts';
import { meetingParticipants, meetings } from '../schema/meetings.ts';
import type { MeetingStatus } from './meetings.ts';
import { hasOneOf, readRoles, rolesBeside } from './roles.ts';

export interface MeetingSummary {
	readonly id: string;
	readonly title: string;
	readonly startsAt: number;
	readonly plannedMinutes: number;
	readonly status: MeetingStatus;
	readonly bodyName: string | null;
	/** the asking participant's; empty for a room, and for who prepares a meeting without taking part */
	readonly roles: readonly Role[];
}

export interface MyMeetings {
	/** starting today (a day in Vietnam), or running now */
	readonly today: readonly MeetingSummary[];
	readonly coming: readonly MeetingSummary[];
	/** the latest 100, newest first */
	readonly past: readonly MeetingSummary[];
}

/** A person's or a site's meetings. Drafts are seen only by those who prepare and run them. */
export function listMeetings(db: Database, participantId: string, now: number): MyMeetings {
	const [dayStart, dayEnd] = [startOfDay(now), endOfDay(now)];
	const running = inArray(meetings.status, ['rehearsal', 'live']);
	const onThisDay = and(gte(meetings.startsAt, dayStart), lt(meetings.startsAt, dayEnd));
	const [oldestFirst, newestFirst] = [asc(meetings.startsAt), desc(meetings.startsAt)];
	return {
		today: find(db, participantId, or(running, onThisDay), oldestFirst),
		coming: find(db, participantId, and(not(running), gte(meetings.startsAt, dayEnd)), oldestFirst),
		past: find(db, participantId, and(not(running), lt(meetings.startsAt, dayStart)), newestFirst, 100),
	};
}

/** The day in Vietnam on which a meeting of the query starts: its body is called as on that day. */
const startDate = sql`date(${meetings.startsAt} / 1000 + ${vietnamOffset / 1000}, 'unixepoch')`;

function find(
	{ orm }: Database,
	participantId: string,
	when: SQL | undefined,
	order: SQL,
	limit = -1,
): MeetingSummary[] {
	const mineIn = { meetingId: meetings.id, participantId };
	const prepares = hasOneOf(mineIn, ['chair', 'secretary', 'operator']);
	const takesPart = isNotNull(meetingParticipants.participantId);
	const mine = or(eq(meetings.createdBy, participantId), and(takesPart, or(ne(meetings.status, 'draft'), prepares)));
	return orm
		.select({
			id: meetings.id,
			title: meetings.title,
			startsAt: meetings.startsAt,
			plannedMinutes: meetings.plannedMinutes,
			status: meetings.status,
			bodyName: bodyPeriods.name,
			roles: rolesBeside(mineIn),
		})
		.from(meetings)
		.leftJoin(
			meetingParticipants,
			and(eq(meetingParticipants.meetingId, meetings.id), eq(meetingParticipants.participantId, participantId)),
		)
		.leftJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, meetings.bodyId), knownOn(bodyPeriods, startDate)))
		.where(and(mine, when))
		.orderBy(order, asc(meetings.id))
		.limit(limit)
		.all()
		.map((row) => ({ ...row, roles: readRoles(row.roles) }));
}
