import type { Role } from '#meeting/plan.ts';
import { and, eq, inArray, sql, type Placeholder, type SQL } from 'drizzle-orm';
import type { AnySQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '../client.ts';
import { meetingRoles } from '../schema/meetings.ts';

const inOrder: readonly Role[] = ['chair', 'secretary', 'operator', 'delegate', 'guest'];

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

/** Every role that somebody has or had in a meeting. */
export const rolesAnywhere = ({ orm }: Database, participantId: string): Role[] =>
	orm
		.selectDistinct({ role: meetingRoles.role })
		.from(meetingRoles)
		.where(eq(meetingRoles.participantId, participantId))
		.all()
		.map(({ role }) => role);

/** In one order, whoever wrote them. */
export function readRoles(beside: string | null): Role[] {
	const held = new Set(beside?.split(','));
	return inOrder.filter((role) => held.has(role));
}

/** Brings the roles of a meeting's participants to these, row by row. Within the caller's transaction. */
export function writeRoles({ orm }: Database, meetingId: string, wanted: ReadonlyMap<string, readonly Role[]>): void {
	const there = orm.select().from(meetingRoles).where(eq(meetingRoles.meetingId, meetingId)).all();
	const isThere = new Set(there.map(({ participantId, role }) => `${participantId} ${role}`));
	for (const { participantId, role } of there) {
		if (wanted.get(participantId)?.includes(role)) continue;
		const one = and(
			eq(meetingRoles.meetingId, meetingId),
			eq(meetingRoles.participantId, participantId),
			eq(meetingRoles.role, role),
		);
		orm.delete(meetingRoles).where(one).run();
	}
	const added = [...wanted].flatMap(([participantId, roles]) =>
		[...new Set(roles)]
			.filter((role) => !isThere.has(`${participantId} ${role}`))
			.map((role) => ({ meetingId, participantId, role })),
	);
	if (added.length > 0) orm.insert(meetingRoles).values(added).run();
}
