import type { Role } from '#meeting/plan.ts';
import { vietnamOffset } from '#meeting/vietnam-time.ts';
import { and, asc, desc, eq, gte, inArray, lt, ne, not, or, sql, type SQL } from 'drizzle-orm';
import { endOfDay, startOfDay } from '../calendar.ts';
import type { Database } from '../client.ts';
import { knownOn } from '../org/periods.ts';
import { prepared } from '../prepared.ts';
import { bodyPeriods } from '../schema/bodies.ts';
import { meetingParticipants, meetings } from '../schema/meetings.ts';
import { meetingsOf } from './meetings-of.ts';
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
	/** of the days before today, a page of them, newest first */
	readonly past: readonly MeetingSummary[];
	/** whether the next page has any */
	readonly hasOlder: boolean;
}

const pastPerPage = 20;

/**
 * A person's or a site's meetings; drafts are seen only by those who prepare and run them.
 * @param page from 1: of those that are past; the others are on the first one
 */
export function listMeetings(db: Database, participantId: string, now: number, page = 1): MyMeetings {
	const [dayStart, dayEnd] = [startOfDay(now), endOfDay(now)];
	const found = page > 1 ? [] : near(db).all({ participantId, dayStart }).map(toSummary);
	const isComing = ({ status, startsAt }: MeetingSummary) => !running.includes(status) && startsAt >= dayEnd;
	const asked = { participantId, dayStart, limit: pastPerPage + 1, offset: (page - 1) * pastPerPage };
	const older = pastOf(db, asked, page).map(toSummary);
	return {
		today: found.filter((each) => !isComing(each)),
		coming: found.filter(isComing),
		past: older.slice(0, pastPerPage),
		hasOlder: older.length > pastPerPage,
	};
}

const running: readonly MeetingStatus[] = ['rehearsal', 'live'];

/**
 * Who has been at more than so many meetings finds a page of their own among so many of the whole province's: as they meet that
 * often.
 */
const [many, lately] = [400, 600];

interface PastAsked extends Record<string, unknown> {
	readonly limit: number;
}

/** The newest are looked for among the newest of all first: of somebody who has been at hundreds, all would have to be read. */
function pastOf(db: Database, asked: PastAsked, page: number) {
	const isOften = page === 1 && hasMany(db).get({ ...asked, many }) !== undefined;
	const since = isOften ? lateFrom(db).get({ ...asked, lately })?.since : undefined;
	const found = since === undefined ? [] : pastSince(db).all({ ...asked, since });
	return found.length < asked.limit ? past(db).all(asked) : found;
}

const me = sql.placeholder('participantId');
const dayStart = sql.placeholder('dayStart');
const mineIn = { meetingId: meetings.id, participantId: me };
const takesPart = sql`EXISTS (SELECT 1 FROM ${meetingParticipants} WHERE ${and(eq(meetingParticipants.meetingId, meetings.id), eq(meetingParticipants.participantId, me))})`;
const isShown = or(ne(meetings.status, 'draft'), hasOneOf(mineIn, ['chair', 'secretary', 'operator']));

/** The day in Vietnam on which a meeting of the query starts: its body is called as on that day. */
const startDate = sql`date(${meetings.startsAt} / 1000 + ${sql.raw(String(vietnamOffset / 1000))}, 'unixepoch')`;

/** What is shown of each is read of those alone that are shown. */
const summariesOf = ({ orm }: Database, shown: SQL, order: SQL) =>
	orm
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
		.prepare();

const near = prepared((db) => {
	// Two indexes, of which SQLite takes but one where both stand in one condition.
	const isNear = sql`${meetings.id} IN (SELECT "near"."id" FROM ${meetings} AS "near" WHERE "near"."status" IN ('rehearsal', 'live') UNION ALL SELECT "near"."id" FROM ${meetings} AS "near" WHERE "near"."starts_at" >= ${dayStart})`;
	const shown = db.orm
		.select({ id: meetings.id })
		.from(meetings)
		.where(and(isNear, or(eq(meetings.createdBy, me), and(takesPart, isShown))));
	return summariesOf(db, sql`${shown}`, asc(meetings.startsAt));
});

const isPast = () => and(lt(meetings.startsAt, dayStart), not(inArray(meetings.status, [...running])));

const past = prepared((db) => {
	// Of the meetings of years those of one person, by two indexes.
	const hasToDoWithMe = sql`${meetings.id} IN (${meetingsOf(me)} UNION ALL SELECT "made"."id" FROM ${meetings} AS "made" WHERE "made"."created_by" = ${me})`;
	const shown = db.orm
		.select({ id: meetings.id })
		.from(meetings)
		.where(and(hasToDoWithMe, isPast(), or(eq(meetings.createdBy, me), isShown)))
		.orderBy(desc(meetings.startsAt), asc(meetings.id))
		.limit(sql.placeholder('limit'))
		.offset(sql.placeholder('offset'));
	return summariesOf(db, sql`${shown}`, desc(meetings.startsAt));
});

/** Asked by itself: as a condition of the next it would have all meetings of years looked through where the answer is no. */
const hasMany = prepared(({ orm }) =>
	orm
		.select({ one: sql`1` })
		.from(sql`(${meetingsOf(me)})`)
		.limit(1)
		.offset(sql.placeholder('many'))
		.prepare(),
);

/** When the first of those began that are looked through; undefined: there are not so many. */
const lateFrom = prepared(({ orm }) =>
	orm
		.select({ since: meetings.startsAt })
		.from(meetings)
		.where(lt(meetings.startsAt, dayStart))
		.orderBy(desc(meetings.startsAt))
		.limit(1)
		.offset(sql.placeholder('lately'))
		.prepare(),
);

const pastSince = prepared((db) => {
	// The plus keeps SQLite from reading all that somebody has made: these are read by when they began.
	const mine = or(sql`+${meetings.createdBy} = ${me}`, and(takesPart, isShown));
	const shown = db.orm
		.select({ id: meetings.id })
		.from(meetings)
		.where(and(gte(meetings.startsAt, sql.placeholder('since')), isPast(), mine))
		.orderBy(desc(meetings.startsAt), asc(meetings.id))
		.limit(sql.placeholder('limit'))
		.offset(sql.placeholder('offset'));
	return summariesOf(db, sql`${shown}`, desc(meetings.startsAt));
});

const toSummary = ({ roles, ...row }: Omit<MeetingSummary, 'roles'> & { roles: string | null }): MeetingSummary => ({
	...row,
	roles: readRoles(roles),
});
