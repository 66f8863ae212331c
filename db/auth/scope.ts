import type { GrantKind } from '#meeting/holder.ts';
import { sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { inForce } from '../org/periods.ts';
import { bodies } from '../schema/bodies.ts';
import { unitPeriods } from '../schema/org.ts';
import type { HeldGrant } from './grants.ts';

/** What is asked about: a body's doings, or nobody's in particular. */
export type About = { readonly bodyId: string | null };

/** Which of these grants hold for a body on a day: those for everywhere, for the body, for its unit or one above it. */
export function grantsFor(db: Database, held: readonly HeldGrant[], { bodyId }: About, day: string): GrantKind[] {
	if (held.every(isEverywhere)) return held.map(({ kind }) => kind);
	const above = bodyId === null ? new Set<string>() : unitsAbove(db, bodyId, day);
	return held
		.filter(
			(grant) => isEverywhere(grant) || (bodyId !== null && (grant.bodyId === bodyId || above.has(grant.unitId ?? ''))),
		)
		.map(({ kind }) => kind);
}

export const isEverywhere = ({ unitId, bodyId }: HeldGrant): boolean => unitId === null && bodyId === null;

/** The unit of a body, and all that it hangs under on that day. */
function unitsAbove({ orm }: Database, bodyId: string, day: string): Set<string> {
	const rows = orm.all<{ id: string }>(sql`
		WITH RECURSIVE above(id) AS (
			SELECT ${bodies.unitId} FROM ${bodies} WHERE ${bodies.id} = ${bodyId}
			UNION
			SELECT ${unitPeriods.parentId} FROM ${unitPeriods} JOIN above ON above.id = ${unitPeriods.unitId}
			WHERE ${unitPeriods.parentId} IS NOT NULL AND ${inForce(unitPeriods, day)}
		) SELECT id FROM above`);
	return new Set(rows.map(({ id }) => id));
}

/** These units and all that hang below them on that day. */
export function unitsBelow({ orm }: Database, unitIds: readonly string[], day: string): string[] {
	const rows = orm.all<{ id: string }>(sql`
		WITH RECURSIVE below(id) AS (
			SELECT value FROM json_each(${JSON.stringify(unitIds)})
			UNION
			SELECT ${unitPeriods.unitId} FROM ${unitPeriods} JOIN below ON below.id = ${unitPeriods.parentId}
			WHERE ${inForce(unitPeriods, day)}
		) SELECT id FROM below`);
	return rows.map(({ id }) => id);
}
