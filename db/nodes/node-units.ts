import { and, asc, eq, gt, isNull, lt, or } from 'drizzle-orm';
import { isDate } from '../calendar.ts';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { knownOn, stateOn, type PeriodState } from '../org/periods.ts';
import { requireKnownUnit } from '../org/units.ts';
import { mediaNodeUnits } from '../schema/nodes.ts';
import { unitPeriods } from '../schema/org.ts';
import { requireKnownNode } from './nodes.ts';

/** A unit that a node serves; days as `YYYY-MM-DD`, the second is the first on which it does no more. */
export interface ServedUnit {
	readonly nodeId: string;
	readonly unitId: string;
	readonly validFrom: string;
	readonly validTo: string | null;
}

export interface ListedUnit extends ServedUnit {
	readonly unitName: string;
	readonly state: PeriodState;
}

/** @throws DataError `not-found` (node, unit), `date-invalid`, `unit-served` (by this node on some of these days already) */
export function serveUnit(db: Database, { nodeId, unitId, validFrom, validTo }: ServedUnit): void {
	if (!isDate(validFrom) || (validTo !== null && (!isDate(validTo) || validTo <= validFrom)))
		throw new DataError('date-invalid', validTo ?? validFrom);
	requireKnownNode(db, nodeId);
	requireKnownUnit(db, unitId);
	const { orm } = db;
	const overlapping = orm
		.select()
		.from(mediaNodeUnits)
		.where(
			and(
				eq(mediaNodeUnits.nodeId, nodeId),
				eq(mediaNodeUnits.unitId, unitId),
				or(isNull(mediaNodeUnits.validTo), gt(mediaNodeUnits.validTo, validFrom)),
				validTo === null ? undefined : lt(mediaNodeUnits.validFrom, validTo),
			),
		)
		.get();
	if (overlapping) throw new DataError('unit-served', unitId);
	orm.insert(mediaNodeUnits).values({ nodeId, unitId, validFrom, validTo }).run();
}

/** From `validTo` on it serves that unit no more. @throws DataError `not-found`, `date-invalid` (before it began, or after its end) */
export function endServing({ orm }: Database, { nodeId, unitId, validFrom, validTo }: ServedUnit): void {
	const its = and(
		eq(mediaNodeUnits.nodeId, nodeId),
		eq(mediaNodeUnits.unitId, unitId),
		eq(mediaNodeUnits.validFrom, validFrom),
	);
	const served = orm.select().from(mediaNodeUnits).where(its).get();
	if (!served) throw new DataError('not-found', unitId);
	if (validTo === null || !isDate(validTo) || validTo < validFrom || validTo > (served.validTo ?? validTo))
		throw new DataError('date-invalid', String(validTo));
	// What never began is not there.
	if (validTo === validFrom) orm.delete(mediaNodeUnits).where(its).run();
	else orm.update(mediaNodeUnits).set({ validTo }).where(its).run();
}

/** All that a node ever served, by name as on that day, the latest first. */
export function listServed({ orm }: Database, nodeId: string, day: string): ListedUnit[] {
	return orm
		.select({
			nodeId: mediaNodeUnits.nodeId,
			unitId: mediaNodeUnits.unitId,
			unitName: unitPeriods.name,
			validFrom: mediaNodeUnits.validFrom,
			validTo: mediaNodeUnits.validTo,
		})
		.from(mediaNodeUnits)
		.innerJoin(unitPeriods, and(eq(unitPeriods.unitId, mediaNodeUnits.unitId), knownOn(unitPeriods, day)))
		.where(eq(mediaNodeUnits.nodeId, nodeId))
		.orderBy(asc(unitPeriods.name), asc(mediaNodeUnits.validFrom))
		.all()
		.map((served) => ({ ...served, state: stateOn(served, day) }));
}
