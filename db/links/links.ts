import type { Role } from '#meeting/plan.ts';
import { and, asc, count, desc, eq, gte, max, min, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { linkDevices, linkMinutes } from '../schema/links.ts';
import { readRoles, rolesBeside } from '../meetings/roles.ts';
import { meetingParticipants, meetings } from '../schema/meetings.ts';

type Stored = typeof linkMinutes.$inferSelect;

/** How a device's link did in the minute that begins at `at` (ms since the epoch). */
export type LinkMinute = Omit<Stored, 'device'>;

interface NewLinkMinute extends LinkMinute {
	readonly meetingId: string;
	readonly deviceId: string;
	readonly participantId: string;
}

/** One transaction for all devices of all meetings. A minute that is there already, after a restart, stays. */
export function recordLinkMinutes(db: Database, minutes: readonly NewLinkMinute[]): void {
	const { sqlite } = db;
	const add = sqlite.prepare(
		'INSERT INTO link_devices (meeting_id, device_id, participant_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
	);
	const find = sqlite
		.prepare<[string, string, string], number>(
			'SELECT id FROM link_devices WHERE meeting_id = ? AND device_id = ? AND participant_id = ?',
		)
		.pluck();
	const insert = sqlite.prepare<LinkMinute & { device: number | undefined }>(
		`INSERT INTO link_minutes (device, at, grade, carrying, protocol, loss_down, loss_up, rtt_ms, kbps_down, kbps_up)
		 VALUES (@device, @at, @grade, @carrying, @protocol, @lossDown, @lossUp, @rttMs, @kbpsDown, @kbpsUp)
		 ON CONFLICT DO NOTHING`,
	);
	inTransaction(db, () => {
		for (const { meetingId, deviceId, participantId, ...minute } of minutes) {
			const device = find.get(meetingId, deviceId, participantId);
			if (device === undefined) add.run(meetingId, deviceId, participantId);
			insert.run({ ...minute, device: device ?? find.get(meetingId, deviceId, participantId) });
		}
	});
}

/** The latest 24 hours of one device, oldest first. */
export function readLinkHistory({ orm }: Database, meetingId: string, deviceId: string): LinkMinute[] {
	const rows = orm
		.select({ minute: linkMinutes })
		.from(linkMinutes)
		.innerJoin(linkDevices, eq(linkDevices.id, linkMinutes.device))
		.where(and(eq(linkDevices.meetingId, meetingId), eq(linkDevices.deviceId, deviceId)))
		.orderBy(desc(linkMinutes.at))
		.limit(24 * 60)
		.all();
	return rows.map(({ minute: { device: _, ...minute } }) => minute).reverse();
}

/** One device over a whole meeting. */
export interface LinkDeviceSummary {
	readonly deviceId: string;
	readonly participantId: string;
	readonly minutes: number;
	readonly fairMinutes: number;
	readonly weakMinutes: number;
	/** in which pictures were held back */
	readonly soundMinutes: number;
	/** mean share of packets lost on the way to the device, 0 to 1; null: nothing was received */
	readonly lossDown: number | null;
	/** means */
	readonly rttMs: number | null;
	readonly kbpsDown: number;
	readonly kbpsUp: number;
	/** ms since the epoch: the first and the last minute */
	readonly from: number;
	readonly to: number;
}

const minutesThat = (condition: ReturnType<typeof sql>) => sql<number>`sum(${condition})`;

/** Every device that a meeting has had, the weakest first; at most 2,000. */
export const summariseLinks = ({ orm }: Database, meetingId: string): LinkDeviceSummary[] => {
	const weak = minutesThat(sql`${linkMinutes.grade} = 'weak'`);
	return orm
		.select({
			deviceId: linkDevices.deviceId,
			participantId: linkDevices.participantId,
			minutes: count(),
			fairMinutes: minutesThat(sql`${linkMinutes.grade} = 'fair'`),
			weakMinutes: weak,
			soundMinutes: minutesThat(sql`${linkMinutes.carrying} = 'sound'`),
			lossDown: sql<number | null>`avg(${linkMinutes.lossDown})`,
			rttMs: sql<number | null>`CAST(round(avg(${linkMinutes.rttMs})) AS INTEGER)`,
			kbpsDown: sql<number>`CAST(round(avg(${linkMinutes.kbpsDown})) AS INTEGER)`,
			kbpsUp: sql<number>`CAST(round(avg(${linkMinutes.kbpsUp})) AS INTEGER)`,
			from: sql<number>`${min(linkMinutes.at)}`,
			to: sql<number>`${max(linkMinutes.at)}`,
		})
		.from(linkDevices)
		.innerJoin(linkMinutes, eq(linkMinutes.device, linkDevices.id))
		.where(eq(linkDevices.meetingId, meetingId))
		.groupBy(linkDevices.id)
		.orderBy(desc(weak), asc(linkDevices.participantId))
		.limit(2_000)
		.all();
};

/** How many devices had which grade, minute by minute from a moment on: the latest 24 hours of it, oldest first. */
export function countGrades({ orm }: Database, meetingId: string, from = 0) {
	const devices = (grade: Stored['grade']) => minutesThat(sql`${linkMinutes.grade} = ${grade}`);
	return orm
		.select({ at: linkMinutes.at, good: devices('good'), fair: devices('fair'), weak: devices('weak') })
		.from(linkDevices)
		.innerJoin(linkMinutes, eq(linkMinutes.device, linkDevices.id))
		.where(and(eq(linkDevices.meetingId, meetingId), gte(linkMinutes.at, from)))
		.groupBy(linkMinutes.at)
		.orderBy(desc(linkMinutes.at))
		.limit(24 * 60)
		.all()
		.reverse();
}

/** Meetings whose links were measured, the latest 50 first; of one participant, with the roles there, or of everybody. */
export function listMeasuredMeetings(
	{ orm }: Database,
	participantId?: string,
): { id: string; title: string; startsAt: number; roles: readonly Role[] }[] {
	const measured = sql`EXISTS (SELECT 1 FROM ${linkDevices} WHERE ${linkDevices.meetingId} = ${meetings.id})`;
	const of = { id: meetings.id, title: meetings.title, startsAt: meetings.startsAt };
	if (participantId === undefined)
		return orm
			.select(of)
			.from(meetings)
			.where(measured)
			.orderBy(desc(meetings.startsAt))
			.limit(50)
			.all()
			.map((meeting) => ({ ...meeting, roles: [] }));
	return orm
		.select({ ...of, roles: rolesBeside(meetingParticipants) })
		.from(meetings)
		.innerJoin(meetingParticipants, eq(meetingParticipants.meetingId, meetings.id))
		.where(and(measured, eq(meetingParticipants.participantId, participantId)))
		.orderBy(desc(meetings.startsAt))
		.limit(50)
		.all()
		.map((meeting) => ({ ...meeting, roles: readRoles(meeting.roles) }));
}

/** As long as the audit: twelve months, the longest that they can be. */
const keptFor = 366 * 24 * 3_600_000;

/** At once: the media must not wait for a year's worth of rows. */
const mostAtOnce = 10_000;

/** Removes what is older, some at a time; @returns how many minutes */
export function deleteOldLinks(db: Database, now: number): number {
	const { orm, sqlite } = db;
	const before = now - keptFor;
	return inTransaction(db, () => {
		const { changes } = sqlite
			.prepare<[number, number]>(
				`DELETE FROM link_minutes WHERE (device, at) IN
				 (SELECT device, at FROM link_minutes WHERE at < ? ORDER BY at LIMIT ?)`,
			)
			.run(before, mostAtOnce);
		if (changes > 0)
			orm
				.delete(linkDevices)
				.where(sql`NOT EXISTS (SELECT 1 FROM ${linkMinutes} WHERE ${linkMinutes.device} = ${linkDevices.id})`)
				.run();
		return changes;
	});
}
