import { and, asc, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { inForce, knownOn } from '../org/periods.ts';
import { listSites } from '../org/sites.ts';
import { bodies } from '../schema/bodies.ts';
import { grants } from '../schema/grants.ts';
import { levelRank } from '../org/units.ts';
import { memberships, people, unitPeriods } from '../schema/org.ts';
import { findAccount, type Account } from './accounts.ts';
import type { HeldGrant } from './grants.ts';
import { isEverywhere, unitsBelow } from './scope.ts';

/** Whose people, rooms and accounts somebody keeps, on a day. */
export interface Charge {
	/** with all below them; undefined: of all, and of who is of none */
	readonly unitIds: readonly string[] | undefined;
	/** also of those who administer */
	readonly administers: boolean;
	/** `YYYY-MM-DD` */
	readonly day: string;
}

/** What somebody was given to keep: by a right to keep accounts, of units or everywhere, or by that to administer. */
export function chargeOf(db: Database, held: readonly HeldGrant[], day: string): Charge {
	const administers = held.some(({ kind }) => kind === 'administer');
	const keeping = held.filter(({ kind }) => kind === 'keep-accounts');
	const units = keeping.flatMap(({ unitId }) => unitId ?? []);
	const ofAll = administers || keeping.some(isEverywhere);
	return { administers, unitIds: ofAll ? undefined : unitsBelow(db, units, day), day };
}

/** A unit that somebody was given to keep, with those below it, as it is called that day. */
export interface KeptUnit {
	readonly id: string;
	readonly name: string;
	/** `YYYY-MM-DD`, the first day on which it is theirs no more; null: until it is ended */
	readonly validTo: string | null;
}

/** In administrative order; none for who keeps all. */
export const listKeptUnits = ({ orm }: Database, personId: string, day: string): KeptUnit[] =>
	orm
		.select({
			id: unitPeriods.unitId,
			name: unitPeriods.name,
			// Given twice, it is kept until the later end.
			validTo: sql<string | null>`CASE WHEN count(*) = count(${grants.validTo}) THEN max(${grants.validTo}) END`,
		})
		.from(grants)
		.innerJoin(unitPeriods, and(eq(unitPeriods.unitId, grants.unitId), knownOn(unitPeriods, day)))
		.where(
			and(
				eq(grants.personId, personId),
				eq(grants.kind, 'keep-accounts'),
				isNotNull(grants.unitId),
				inForce(grants, day),
			),
		)
		.groupBy(unitPeriods.unitId)
		.orderBy(levelRank, asc(unitPeriods.code))
		.all();

/**
 * SQL: whether the person of a query's row is in somebody's charge: of these units alone on that day, and without a right, in
 * force or to come, that reaches beyond them. Who sets another's password can come in as them: nobody comes so by more than
 * they were given.
 */
export function isInCharge({ administers, unitIds, day }: Charge): SQL | undefined {
	if (administers) return undefined;
	const holders = (where: SQL) =>
		sql`(SELECT ${grants.personId} FROM ${grants} WHERE (${grants.validTo} IS NULL OR ${grants.validTo} > ${day}) AND ${where})`;
	const isAdministrator = sql`${grants.kind} = 'administer'`;
	if (unitIds === undefined) return sql`${people.id} NOT IN ${holders(isAdministrator)}`;
	const these = sql`(SELECT value FROM json_each(${JSON.stringify(unitIds)}))`;
	const members = (where: SQL) =>
		sql`(SELECT ${memberships.personId} FROM ${memberships} WHERE ${inForce(memberships, day)} AND ${where})`;
	const unitOfGrant = sql`coalesce(${grants.unitId}, (SELECT ${bodies.unitId} FROM ${bodies} WHERE ${bodies.id} = ${grants.bodyId}), '')`;
	return sql`${people.id} IN ${members(sql`${memberships.unitId} IN ${these}`)}
		AND ${people.id} NOT IN ${members(sql`${memberships.unitId} NOT IN ${these}`)}
		AND ${people.id} NOT IN ${holders(sql`(${isAdministrator} OR ${unitOfGrant} NOT IN ${these})`)}`;
}

/** Whether there is somebody of that id elsewhere is not told. @throws DataError `not-in-charge` */
export function requirePersonInCharge({ orm }: Database, personId: string, charge: Charge): void {
	const inCharge = isInCharge(charge);
	if (!inCharge) return;
	const found = orm
		.select({ id: people.id })
		.from(people)
		.where(sql`${people.id} = ${personId} AND ${inCharge}`)
		.get();
	if (!found) throw new DataError('not-in-charge', personId);
}

/** @throws DataError `not-in-charge`; null: of no unit, which is for who keeps all */
export function requireUnitInCharge(unitId: string | null, { unitIds }: Charge): void {
	if (unitIds !== undefined && !unitIds.includes(unitId ?? '')) throw new DataError('not-in-charge', unitId ?? 'unit');
}

/** @throws DataError `not-in-charge` */
export function requireSitesInCharge(db: Database, siteIds: readonly string[], { unitIds, day }: Charge): void {
	if (unitIds === undefined) return;
	const known = new Set(listSites(db, { date: day, unitIds }).map(({ id }) => id));
	for (const siteId of siteIds) if (!known.has(siteId)) throw new DataError('not-in-charge', siteId);
}

/**
 * A person's account or a terminal's. Whether there is one elsewhere is not told.
 * @throws DataError `not-in-charge`; `not-found` to who keeps all
 */
export function requireAccountInCharge(db: Database, accountId: string, charge: Charge): Account {
	const account = findAccount(db, accountId);
	if (!account) throw new DataError(charge.unitIds === undefined ? 'not-found' : 'not-in-charge', accountId);
	if (account.personId !== null) requirePersonInCharge(db, account.personId, charge);
	if (account.siteId !== null) requireSitesInCharge(db, [account.siteId], charge);
	return account;
}
