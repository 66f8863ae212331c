import { and, asc, inArray, sql } from 'drizzle-orm';
import { endOfDay } from '../calendar.ts';
import type { Database } from '../client.ts';
import { meetings } from '../schema/meetings.ts';
import { meetingsOf } from './meetings-of.ts';

const hour = 3_600_000;

/** A room stands in the hall this long before the start, in ms: sites are to be ready an hour before, after a check. */
const hallFrom = 2 * hour;

export interface RoomMeeting {
	readonly id: string;
	readonly title: string;
	/** ms since the epoch */
	readonly startsAt: number;
}

export interface RoomMeetings {
	/** where the room's terminal belongs now */
	readonly current: RoomMeeting | null;
	/** the one after it, whenever that is */
	readonly next: RoomMeeting | null;
}

type Row = RoomMeeting & { readonly plannedMinutes: number; readonly status: string };

/** Nobody is at a room's terminal to choose: which meeting it is in, and which comes then, follows from the dossiers. */
export function roomMeetings({ orm }: Database, siteId: string, now: number): RoomMeetings {
	const { id, title, startsAt, plannedMinutes, status } = meetings;
	const rows = orm
		.select({ id, title, startsAt, plannedMinutes, status })
		.from(meetings)
		.where(and(inArray(id, sql`(${meetingsOf(siteId)})`), inArray(status, ['invited', 'rehearsal', 'live'])))
		.orderBy(asc(startsAt), asc(id))
		.all();
	const current = chooseCurrent(rows, now);
	const next = rows.find((row) => row !== current && row.startsAt > Math.max(now, current?.startsAt ?? 0));
	return { current: summary(current), next: summary(next) };
}

/**
 * What runs comes first, and of several the one that began last. Then the first whose hall is open and whose planned
 * time is not over; one that is late to begin is waited for until the day's end, unless another calls. A meeting of an
 * earlier day that nobody ended holds the room only while nothing else calls.
 */
function chooseCurrent(rows: readonly Row[], now: number): Row | undefined {
	const isOfToday = (row: Row) => now < Math.max(plannedEnd(row), endOfDay(row.startsAt));
	const running = rows.filter(({ status }) => status === 'live');
	const open = rows.filter(({ startsAt }) => startsAt - hallFrom <= now);
	return (
		running.findLast(isOfToday) ??
		open.find((row) => now < plannedEnd(row)) ??
		open.findLast(isOfToday) ??
		running.at(-1)
	);
}

const plannedEnd = ({ startsAt, plannedMinutes }: Row) => startsAt + plannedMinutes * 60_000;

const summary = (row: Row | undefined): RoomMeeting | null =>
	row ? { id: row.id, title: row.title, startsAt: row.startsAt } : null;
