import { and, eq, inArray } from 'drizzle-orm';
import { unitsBelow } from '../auth/scope.ts';
import type { HeldGrant } from '../auth/grants.ts';
import type { Database } from '../client.ts';
import { bodies } from '../schema/bodies.ts';
import { memberships } from '../schema/org.ts';
import { inForce } from './periods.ts';

export interface Reaching {
	/** with which somebody convenes */
	readonly grants: readonly HeldGrant[];
	/** whose meeting somebody prepares; null: none */
	readonly meeting: {
		readonly body: { readonly unitId: string } | null;
		readonly units: readonly { readonly id: string }[];
	} | null;
	readonly personId: string;
	/** `YYYY-MM-DD` */
	readonly date: string;
}

/**
 * The units whose people somebody may look for: those that they convene for, those of the meeting that they prepare, and
 * their own, each with all below it. Undefined: all.
 */
export function reachOf(db: Database, { grants, meeting, personId, date }: Reaching): string[] | undefined {
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
		...(meeting?.body ? [meeting.body.unitId] : []),
		...(meeting?.units ?? []).map(({ id }) => id),
	];
	return unitsBelow(db, units, date);
}
