import type { Role } from '#meeting/plan.ts';
import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import { inTransaction, type Database } from '../client.ts';
import { linkDevices, linkHours, linkMinutes } from '../schema/links.ts';
import { meetingsOf } from '../meetings/meetings-of.ts';
import { readRoles, rolesBeside } from '../meetings/roles.ts';
import { meetings } from '../schema/meetings.ts';
import { hourMs, unpackMinutes } from './pack-minutes.ts';

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

interface MeasuredMinute extends LinkMinute {
	readonly device: number;
}

/** Of a meeting's devices, or of one of them, packed or not, from an hour on; of each device in order. */
function readMinutes(
	{ orm }: Database,
	meetingId: string,
	{ deviceId, from = 0 }: { deviceId?: string; from?: number },
) {
	const whose = and(
		eq(linkDevices.meetingId, meetingId),
		deviceId === undefined ? undefined : eq(linkDevices.deviceId, deviceId),
	);
	const packed = orm
		.select({ device: linkHours.device, hour: linkHours.hour, minutes: linkHours.minutes })
		.from(linkDevices)
		.innerJoin(linkHours, eq(linkHours.device, linkDevices.id))
		.where(and(whose, gte(linkHours.hour, from - hourMs)))
		.orderBy(linkHours.device, linkHours.hour)
		.all();
	const open = orm
		.select({ minute: linkMinutes })
		.from(linkDevices)
		.innerJoin(linkMinutes, eq(linkMinutes.device, linkDevices.id))
		.where(and(whose, gte(linkMinutes.at, from)))
		.orderBy(linkMinutes.device, linkMinutes.at)
		.all();
	return [
		...packed.flatMap(({ device, hour, minutes }) =>
			unpackMinutes(hour, minutes).map((minute): MeasuredMinute => ({ device, ...minute })),
		),
		...open.map(({ minute }): MeasuredMinute => minute),
	].filter(({ at }) => at >= from);
}

const mostShown = 24 * 60;

/** The latest 24 hours of one device, oldest first. */
export const readLinkHistory = (db: Database, meetingId: string, deviceId: string): LinkMinute[] =>
	readMinutes(db, meetingId, { deviceId })
		.map(({ device: _, ...minute }) => minute)
		.toSorted((a, b) => a.at - b.at)
		.slice(-mostShown);

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

/** Every device that a meeting has had, the weakest first; at most 2,000. */
export function summariseLinks(db: Database, meetingId: string): LinkDeviceSummary[] {
	const { id, deviceId, participantId } = linkDevices;
	const devices = db.orm
		.select({ id, deviceId, participantId })
		.from(linkDevices)
		.where(eq(linkDevices.meetingId, meetingId))
		.all();
	const minutesOf = Map.groupBy(readMinutes(db, meetingId, {}), ({ device }) => device);
	return devices
		.flatMap(({ id: device, ...whose }) => {
			const minutes = minutesOf.get(device);
			return minutes ? [{ ...whose, ...summaryOf(minutes) }] : [];
		})
		.toSorted((a, b) => b.weakMinutes - a.weakMinutes || (a.participantId < b.participantId ? -1 : 1))
		.slice(0, 2_000);
}

function summaryOf(minutes: readonly LinkMinute[]) {
	const that = (holds: (minute: LinkMinute) => boolean) => minutes.filter(holds).length;
	const mean = (of: (minute: LinkMinute) => number | null) => {
		const known = minutes.map(of).filter((value) => value !== null);
		return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
	};
	const rtt = mean(({ rttMs }) => rttMs);
	return {
		minutes: minutes.length,
		fairMinutes: that(({ grade }) => grade === 'fair'),
		weakMinutes: that(({ grade }) => grade === 'weak'),
		soundMinutes: that(({ carrying }) => carrying === 'sound'),
		lossDown: mean(({ lossDown }) => lossDown),
		rttMs: rtt === null ? null : Math.round(rtt),
		kbpsDown: Math.round(mean(({ kbpsDown }) => kbpsDown) ?? 0),
		kbpsUp: Math.round(mean(({ kbpsUp }) => kbpsUp) ?? 0),
		from: minutes.reduce((first, { at }) => Math.min(first, at), Infinity),
		to: minutes.reduce((last, { at }) => Math.max(last, at), 0),
	};
}

/** How many devices had which grade, minute by minute from a moment on: the latest 24 hours of it, oldest first. */
export function countGrades(db: Database, meetingId: string, from = 0) {
	const counts = new Map<number, { at: number } & Record<Stored['grade'], number>>();
	for (const { at, grade } of readMinutes(db, meetingId, { from })) {
		const count = counts.get(at) ?? { at, good: 0, fair: 0, weak: 0 };
		counts.set(at, count);
		count[grade] += 1;
	}
	return [...counts.values()].toSorted((a, b) => a.at - b.at).slice(-mostShown);
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
		.select({ ...of, roles: rolesBeside({ meetingId: meetings.id, participantId }) })
		.from(meetings)
		.where(and(measured, inArray(meetings.id, sql`(${meetingsOf(participantId)})`)))
		.orderBy(desc(meetings.startsAt))
		.limit(50)
		.all()
		.map((meeting) => ({ ...meeting, roles: readRoles(meeting.roles) }));
}
