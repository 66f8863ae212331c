import { and, eq, inArray } from 'drizzle-orm';
import { unitsBelow } from '../auth/scope.ts';
import type { HeldGrant } from '../auth/grants.ts';
import type { Database } from '../client.ts';
import { unitIdsIn } from '../meetings/invited-units.ts';
import { bodies } from '../schema/bodies.ts';
import { meetings } from '../schema/meetings.ts';
import { memberships } from '../schema/org.ts';
import { inForce } from './periods.ts';

export interface Reaching {
	/** with which somebody convenes */
	readonly grants: readonly HeldGrant[];
	/** the meeting that somebody prepares; null: none */
	readonly meetingId: string | null;
	readonly personId: string;
	/** `YYYY-MM-DD` */
	readonly date: string;
}

/**
 * The units whose people somebody may look for: those that they convene for, those of the meeting that they prepare, and
 * their own, each with all below it. Undefined: all.
 */
export function reachOf(db: Database, { grants, meetingId, personId, date }: Reaching): string[] | undefined {
	if (grants.some(({ unitId, bodyId }) => unitId === null && bodyId === null)) return undefined;
	const bodyIds = grants.flatMap(({ bodyId }) => bodyId ?? []);
	const ofBodies = db.orm.select({ unitId: bodies.unitId }).from(bodies).where(inArray(bodies.id, bodyIds)).all();
	const own = db.orm
		.select({ unitId: memberships.unitId })
		.from(memberships)
		.where(and(eq(memberships.personId, personId), inForce(memberships, date)))
		.all();
	const units = [
		...grants.flatMap(({ unitId }) => unitId ?? []),
		...[...ofBodies, ...own].map(({ unitId }) => unitId),
		...(meetingId === null ? [] : unitsOf(db, meetingId)),
	];
	return unitsBelow(db, units, date);
}

/** A meeting's body's unit, and those that are invited. */
function unitsOf(db: Database, meetingId: string): string[] {
	const ofBody = db.orm
		.select({ id: bodies.unitId })
		.from(meetings)
		.innerJoin(bodies, eq(bodies.id, meetings.bodyId))
		.where(eq(meetings.id, meetingId))
		.all();
	return [...ofBody.map(({ id }) => id), ...unitIdsIn(db, meetingId)];
}
