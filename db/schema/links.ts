import { sql } from 'drizzle-orm';
import { blob, check, index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { meetings } from './meetings.ts';

/** Devices whose links were measured in a meeting. By number: a long meeting of 320 sites has 77,000 rows below. */
export const linkDevices = sqliteTable(
	'link_devices',
	{
		id: integer('id').primaryKey(),
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		/** made up by the browser tab or the room's terminal */
		deviceId: text('device_id').notNull(),
		/** The person's or the site's id. */
		participantId: text('participant_id').notNull(),
	},
	(table) => [uniqueIndex('link_devices_one').on(table.meetingId, table.deviceId, table.participantId)],
);

/** The hours of a device that are over, a few hundred bytes each where their minutes as rows are six thousand. */
export const linkHours = sqliteTable(
	'link_hours',
	{
		device: integer('device')
			.notNull()
			.references(() => linkDevices.id),
		/** The hour's beginning. */
		hour: integer('hour').notNull(),
		/** Its minutes (db/links/pack-minutes.ts). */
		minutes: blob('minutes', { mode: 'buffer' }).notNull(),
	},
	(table) => [primaryKey({ columns: [table.device, table.hour] }), index('link_hours_hour').on(table.hour)],
);

/**
 * How a device's link did in one minute, until its hour is packed. Presence, not the journal: a minute may be missing.
 * WITHOUT ROWID: the minutes of a device lie next to each other.
 */
export const linkMinutes = sqliteTable(
	'link_minutes',
	{
		device: integer('device')
			.notNull()
			.references(() => linkDevices.id),
		/** The minute's beginning. */
		at: integer('at').notNull(),
		/** The worst of the minute. */
		grade: text('grade', { enum: ['good', 'fair', 'weak'] }).notNull(),
		/** The least of the minute: what was held back for the link's sake. */
		carrying: text('carrying', { enum: ['sound', 'small', 'half', 'all'] }).notNull(),
		/** The last of the minute; null: not reached. */
		protocol: text('protocol', { enum: ['udp', 'tcp'] }),
		/** Means over the minute: share of packets lost, 0 to 1; ms; kbit/s. Null: nothing flowed to measure it by. */
		lossDown: real('loss_down'),
		lossUp: real('loss_up'),
		rttMs: integer('rtt_ms'),
		kbpsDown: integer('kbps_down').notNull(),
		kbpsUp: integer('kbps_up').notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.device, table.at] }),
		index('link_minutes_at').on(table.at),
		check('link_minutes_grade', sql`${table.grade} IN ('good', 'fair', 'weak')`),
		check('link_minutes_carrying', sql`${table.carrying} IN ('sound', 'small', 'half', 'all')`),
		check('link_minutes_protocol', sql`${table.protocol} IN ('udp', 'tcp')`),
	],
);
