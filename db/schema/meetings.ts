import { sql } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import { check, foreignKey, index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { bodies } from './bodies.ts';
import { people, sites, units } from './org.ts';

export const meetings = sqliteTable(
	'meetings',
	{
		id: text('id').primaryKey(),
		title: text('title').notNull(),
		startsAt: integer('starts_at').notNull(),
		plannedMinutes: integer('planned_minutes').notNull(),
		bodyId: text('body_id').references(() => bodies.id),
		status: text('status', {
			enum: ['draft', 'approved', 'invited', 'rehearsal', 'live', 'ended', 'minutes-approved', 'archived'],
		}).notNull(),
		createdBy: text('created_by')
			.notNull()
			.references(() => people.id),
		createdAt: integer('created_at').notNull(),
		endedAt: integer('ended_at'),
		/** Grows with every change of what the dossier's forms show: who saves sends the one that they began with. */
		version: integer('version').notNull().default(1),
	},
	(table) => [
		index('meetings_starts_at').on(table.startsAt),
		index('meetings_created_by').on(table.createdBy),
		// Those that run now are a handful, of the years' thousands.
		index('meetings_running')
			.on(table.status)
			.where(sql`${table.status} IN ('rehearsal', 'live')`),
		check(
			'meetings_status',
			sql`${table.status} IN ('draft', 'approved', 'invited', 'rehearsal', 'live', 'ended', 'minutes-approved', 'archived')`,
		),
		check('meetings_planned_minutes', sql`${table.plannedMinutes} > 0`),
	],
);

/** Who takes part: people, and sites through the terminal of their room. */
export const meetingParticipants = sqliteTable(
	'meeting_participants',
	{
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		/** The person's or the site's id. */
		participantId: text('participant_id').notNull(),
		personId: text('person_id').references(() => people.id),
		siteId: text('site_id').references(() => sites.id),
		/** The site in whose room a person sits; null: alone at a device, or a terminal. */
		seatSiteId: text('seat_site_id').references(() => sites.id),
		/** Whether it stands in the list of all years by participants (db/meetings/meetings-of.ts), or still in that of what is new. */
		isListed: integer('is_listed', { mode: 'boolean' }).notNull().default(true),
	},
	(table) => [
		primaryKey({ columns: [table.meetingId, table.participantId] }),
		index('meeting_participants_listed')
			.on(table.participantId)
			.where(sql`${table.isListed} = 1`),
		index('meeting_participants_new')
			.on(table.participantId)
			.where(sql`${table.isListed} = 0`),
		check('meeting_participants_one', sql`(${table.personId} IS NULL) <> (${table.siteId} IS NULL)`),
		check('meeting_participants_id', sql`${table.participantId} = coalesce(${table.personId}, ${table.siteId})`),
		check('meeting_participants_seat', sql`${table.seatSiteId} IS NULL OR ${table.personId} IS NOT NULL`),
	],
);

/** What a participant is in a meeting, a row each; none for a site's terminal. */
export const meetingRoles = sqliteTable(
	'meeting_roles',
	{
		meetingId: text('meeting_id').notNull(),
		participantId: text('participant_id').notNull(),
		role: text('role', { enum: ['chair', 'secretary', 'operator', 'delegate', 'guest'] }).notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.meetingId, table.participantId, table.role] }),
		foreignKey({
			columns: [table.meetingId, table.participantId],
			foreignColumns: [meetingParticipants.meetingId, meetingParticipants.participantId],
		}).onDelete('cascade'),
		check('meeting_roles_role', sql`${table.role} IN ('chair', 'secretary', 'operator', 'delegate', 'guest')`),
	],
);

/** Invited units: their sites and delegates follow from them. */
export const meetingUnits = sqliteTable(
	'meeting_units',
	{
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		unitId: text('unit_id')
			.notNull()
			.references(() => units.id),
	},
	(table) => [primaryKey({ columns: [table.meetingId, table.unitId] })],
);

export const agendaItems = sqliteTable(
	'agenda_items',
	{
		id: text('id').primaryKey(),
		meetingId: text('meeting_id')
			.notNull()
			.references(() => meetings.id),
		parentId: text('parent_id').references((): AnySQLiteColumn => agendaItems.id),
		/** 0, 1, 2… among the items of one parent. */
		position: integer('position').notNull(),
		title: text('title').notNull(),
		plannedMinutes: integer('planned_minutes'),
		/** A participant of the meeting. */
		presenterId: text('presenter_id'),
		access: text('access', { enum: ['open', 'restricted', 'closed'] }).notNull(),
	},
	(table) => [
		index('agenda_items_meeting').on(table.meetingId),
		check('agenda_items_access', sql`${table.access} IN ('open', 'restricted', 'closed')`),
		check('agenda_items_position', sql`${table.position} >= 0`),
		check('agenda_items_planned_minutes', sql`${table.plannedMinutes} IS NULL OR ${table.plannedMinutes} > 0`),
	],
);
