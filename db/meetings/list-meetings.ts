import type { Role } from '#meeting/plan.ts';
import { vietnamOffset } from '#meeting/vietnam-time.ts';
import { and, asc, desc, eq, gte, inArray, lt, ne, not, or, sql, type SQL } from 'drizzle-orm';
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
	const onThisDay = sql`"near"."starts_at" >= ${dayStart} AND "near"."starts_at" < ${dayEnd}`;
	// Two indexes, of which SQLite takes but one where both stand in one condition.
	const isNear = sql`${meetings.id} IN (SELECT "near"."id" FROM ${meetings} AS "near" WHERE "near"."status" IN ('rehearsal', 'live') UNION ALL SELECT "near"."id" FROM ${meetings} AS "near" WHERE ${onThisDay})`;
	const [oldestFirst, newestFirst] = [asc(meetings.startsAt), desc(meetings.startsAt)];
	return {
		today: find(db, participantId, isNear, oldestFirst),
		coming: find(db, participantId, and(not(running), gte(meetings.startsAt, dayEnd)), oldestFirst),
		past: find(db, participantId, and(not(running), lt(meetings.startsAt, dayStart)), newestFirst, true),
	};
}

const mostPast = 100;

/** Of the meetings of years those of one person, by two indexes; what is to come is little, and found by its day. */
const hasToDoWith = (participantId: string) =>
	sql`${meetings.id} IN (SELECT ${meetingParticipants.meetingId} FROM ${meetingParticipants} WHERE ${eq(meetingParticipants.participantId, participantId)} UNION ALL SELECT "made"."id" FROM ${meetings} AS "made" WHERE "made"."created_by" = ${participantId})`;

/** The day in Vietnam on which a meeting of the query starts: its body is called as on that day. */
const startDate = sql`date(${meetings.startsAt} / 1000 + ${vietnamOffset / 1000}, 'unixepoch')`;

function find(
	{ orm }: Database,
	participantId: string,
	when: SQL | undefined,
	order: SQL,
	isOver = false,
): MeetingSummary[] {
	const mineIn = { meetingId: meetings.id, participantId };
	const takesPart = sql`EXISTS (SELECT 1 FROM ${meetingParticipants} WHERE ${and(eq(meetingParticipants.meetingId, meetings.id), eq(meetingParticipants.participantId, participantId))})`;
	const prepares = hasOneOf(mineIn, ['chair', 'secretary', 'operator']);
	const mine = or(eq(meetings.createdBy, participantId), and(takesPart, or(ne(meetings.status, 'draft'), prepares)));
	// What is shown of each is read of those alone that are shown.
	const shown = orm
		.select({ id: meetings.id })
		.from(meetings)
		.where(and(mine, when, isOver ? hasToDoWith(participantId) : undefined))
		.orderBy(order, asc(meetings.id))
		.limit(isOver ? mostPast : -1);
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
		.leftJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, meetings.bodyId), knownOn(bodyPeriods, startDate)))
		.where(inArray(meetings.id, shown))
		.orderBy(order, asc(meetings.id))
		.all()
		.map((row) => ({ ...row, roles: readRoles(row.roles) }));
}
