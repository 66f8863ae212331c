import type { Role } from '#meeting/plan.ts';
import { and, eq, inArray, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { meetingRoles } from '../schema/meetings.ts';
import { meetingsOf } from './meetings-of.ts';

const order: readonly Role[] = ['chair', 'secretary', 'operator', 'delegate', 'guest'];

interface Of {
	readonly meetingId: AnySQLiteColumn;
	readonly participantId: AnySQLiteColumn | Placeholder | string;
}

const of = ({ meetingId, participantId }: Of) =>
	and(eq(meetingRoles.meetingId, meetingId), eq(meetingRoles.participantId, participantId));

/** Somebody's roles beside another column of a query; `readRoles` reads them. */
export const rolesBeside = (whose: Of): SQL<string | null> =>
	sql<string | null>`(SELECT group_concat(${meetingRoles.role}) FROM ${meetingRoles} WHERE ${of(whose)})`;

/** Whether somebody has one of these roles. */
export const hasOneOf = (whose: Of, roles: readonly Role[]): SQL =>
	sql`EXISTS (SELECT 1 FROM ${meetingRoles} WHERE ${and(of(whose), inArray(meetingRoles.role, [...roles]))})`;

/**
 * Every role that somebody has or had in a meeting: of each by its key, since to list roles by who has them cost a page of the
 * index for each of hundreds who are invited.
 */
export const rolesAnywhere = ({ orm }: Database, participantId: string): Role[] =>
	orm
		.selectDistinct({ role: meetingRoles.role })
		.from(meetingRoles)
		.where(
			and(
				inArray(meetingRoles.meetingId, sql`(${meetingsOf(participantId)})`),
				eq(meetingRoles.participantId, participantId),
			),
		)
		.all()
		.map(({ role }) => role);

export const readRoles = (beside: string | null): Role[] => inOrder(beside?.split(','));

/** Whoever wrote them. */
export function inOrder(held: readonly string[] = []): Role[] {
	return order.filter((role) => held.includes(role));
}

/** Brings the roles of a meeting's participants to these, row by row. Within the caller's transaction. */
export function writeRoles(db: Database, meetingId: string, wanted: ReadonlyMap<string, readonly Role[]>): void {
	const there = rolesThere(db).all({ meetingId });
	const isThere = new Set(there.map(({ participantId, role }) => `${participantId} ${role}`));
	const gone = there.filter(({ participantId, role }) => !wanted.get(participantId)?.includes(role));
	const added = [...wanted].flatMap(([participantId, roles]) =>
		[...new Set(roles)]
			.filter((role) => !isThere.has(`${participantId} ${role}`))
			.map((role) => ({ participantId, role })),
	);
	if (gone.length > 0) writing(db).remove.run({ meetingId, rows: JSON.stringify(gone) });
	if (added.length > 0) writing(db).add.run({ meetingId, rows: JSON.stringify(added) });
}

/** All that are held in a meeting. */
export const rolesThere = prepared(({ orm }) =>
	orm
		.select({ participantId: meetingRoles.participantId, role: meetingRoles.role })
		.from(meetingRoles)
		.where(eq(meetingRoles.meetingId, sql.placeholder('meetingId')))
		.prepare(),
);

/** Each is one statement for all rows. */
const writing = prepared(({ sqlite }) => {
	const listed = `SELECT row.value ->> 'participantId', row.value ->> 'role' FROM jsonb_each(@rows) AS row`;
	const prepare = (statement: string) => sqlite.prepare<{ meetingId: string; rows: string }>(statement);
	return {
		remove: prepare(
			`DELETE FROM meeting_roles WHERE meeting_id = @meetingId AND (participant_id, role) IN (${listed})`,
		),
		add: prepare(`INSERT INTO meeting_roles (meeting_id, participant_id, role) SELECT @meetingId, * FROM (${listed})`),
	};
});
