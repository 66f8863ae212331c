import type { GrantKind } from '#meeting/holder.ts';
import { and, asc, desc, eq, exists, isNull, or, sql, type Placeholder, type SQL } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { dateOf, isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { requireKnownBody } from '../org/bodies.ts';
import { inForce, knownOn, stateOn, type PeriodState } from '../org/periods.ts';
import { requireKnownUnit } from '../org/units.ts';
import { prepared } from '../prepared.ts';
import { accounts } from '../schema/auth.ts';
import { bodyPeriods } from '../schema/bodies.ts';
import { grants } from '../schema/grants.ts';
import { people, unitPeriods } from '../schema/org.ts';

/** Where a grant holds: everywhere, in a unit and those below it, or for one body. */
export interface Scope {
	readonly unitId: string | null;
	readonly bodyId: string | null;
}

/** A grant that is in force, as its holder's session has it. */
export interface HeldGrant extends Scope {
	readonly kind: GrantKind;
}

export interface NewGrant extends Scope {
	readonly personId: string;
	readonly kind: GrantKind;
	/** `YYYY-MM-DD`, the first day */
	readonly validFrom: string;
	/** the first day that is no longer covered; null: until it is ended */
	readonly validTo: string | null;
	/** the decision that it rests on, or why */
	readonly reason: string;
}

/** By whom and when; null: by nobody who is signed in (the first administrator's link, the demo). */
export interface By {
	readonly accountId: string | null;
	readonly now: number;
}

const longestReason = 500;

/** @returns the grant's id @throws DataError `not-found` (person, unit, body), `date-invalid`, `grant-unfit`, `reason-empty` */
export function giveGrant(db: Database, grant: NewGrant, { accountId, now }: By): string {
	const { personId, kind, unitId, bodyId, validFrom, validTo } = grant;
	const reason = grant.reason.normalize('NFC').trim().slice(0, longestReason);
	if (reason === '') throw new DataError('reason-empty', 'grant');
	if (!isDate(validFrom) || (validTo !== null && (!isDate(validTo) || validTo <= validFrom)))
		throw new DataError('date-invalid', validTo ?? validFrom);
	// The organisation is administered as a whole; only who convenes does so for a body.
	if ((unitId !== null && bodyId !== null) || (kind === 'administer' && unitId !== null))
		throw new DataError('grant-unfit', kind);
	if (bodyId !== null && kind !== 'convene') throw new DataError('grant-unfit', kind);
	if (!db.orm.select().from(people).where(eq(people.id, personId)).get()) throw new DataError('not-found', personId);
	if (unitId !== null) requireKnownUnit(db, unitId);
	if (bodyId !== null) requireKnownBody(db, bodyId);
	const id = randomUUID();
	const row = { id, personId, kind, unitId, bodyId, validFrom, validTo, reason, grantedBy: accountId, grantedAt: now };
	db.orm.insert(grants).values(row).run();
	return id;
}

/**
 * It is in force no more, from this moment on; it stays on record.
 * @throws DataError `not-found` (also when it is over), `last-administrator`
 */
export function endGrant(db: Database, id: string, { accountId, now }: By): void {
	const today = dateOf(now);
	inTransaction(db, () => {
		const notOver = or(isNull(grants.validTo), sql`${grants.validTo} > ${today}`);
		const grant = db.orm
			.select()
			.from(grants)
			.where(and(eq(grants.id, id), notOver))
			.get();
		if (!grant) throw new DataError('not-found', id);
		// What had yet to begin never does.
		const validTo = grant.validFrom > today ? grant.validFrom : today;
		db.orm.update(grants).set({ validTo, endedBy: accountId, endedAt: now }).where(eq(grants.id, id)).run();
		if (grant.kind === 'administer' && grant.validFrom <= today) requireAdministrator(db, today);
	});
}

/** Somebody must remain who can let others in: with an account that is open, and without an end. @throws DataError `last-administrator` */
export function requireAdministrator(db: Database, today: string): void {
	if (!hasAdministrator(db, today, isNull(grants.validTo))) throw new DataError('last-administrator', '');
}

/** Whether anybody administers this installation today. */
export function hasAdministrator({ orm }: Database, today: string, besides?: SQL): boolean {
	const administers = and(eq(grants.kind, 'administer'), inForce(grants, today), isNull(accounts.disabledAt), besides);
	const one = orm
		.select({ id: grants.id })
		.from(grants)
		.innerJoin(accounts, eq(accounts.personId, grants.personId))
		.where(administers)
		.limit(1)
		.get();
	return one !== undefined;
}

/** What a person holds on a day. */
export const heldGrants = (db: Database, personId: string, day: string): HeldGrant[] => held(db).all({ personId, day });

const held = prepared(({ orm }) =>
	orm
		.select({ kind: grants.kind, unitId: grants.unitId, bodyId: grants.bodyId })
		.from(grants)
		.where(and(eq(grants.personId, sql.placeholder('personId')), inForce(grants, sql.placeholder('day'))))
		.prepare(),
);

/** SQL: whether the person of a query's row administers on that day. */
export const administersOn = ({ orm }: Database, day: string | Placeholder): SQL<boolean> =>
	sql<boolean>`${exists(
		orm
			.select({ id: grants.id })
			.from(grants)
			.where(and(eq(grants.personId, people.id), eq(grants.kind, 'administer'), inForce(grants, day))),
	)}`.mapWith(Boolean);

/** From today on, for all. */
export function makeAdministrator(db: Database, personId: string, by: By): void {
	const everywhere = { unitId: null, bodyId: null, validTo: null };
	giveGrant(
		db,
		{ personId, kind: 'administer', validFrom: dateOf(by.now), reason: 'Quản trị hệ thống', ...everywhere },
		by,
	);
}

/** The administrator's grants of a person that are in force. */
export const administratorGrants = ({ orm }: Database, personId: string, day: string): string[] =>
	orm
		.select({ id: grants.id })
		.from(grants)
		.where(and(eq(grants.personId, personId), eq(grants.kind, 'administer'), inForce(grants, day)))
		.all()
		.map(({ id }) => id);

export interface ListedGrant extends HeldGrant {
	readonly id: string;
	readonly personId: string;
	readonly personName: string;
	/** empty: not of one unit alone */
	readonly unitName: string;
	readonly bodyName: string;
	readonly validFrom: string;
	readonly validTo: string | null;
	readonly reason: string;
	/** empty: by nobody who was signed in */
	readonly grantedBy: string;
	readonly state: PeriodState;
}

/** All that were ever given: those in force and to come by the holder's name, then those that are over, the latest first. */
export function listGrants({ orm }: Database, today: string): ListedGrant[] {
	const giver = sql<string>`coalesce((SELECT "giver"."name" FROM ${people} AS "giver" JOIN ${accounts} ON ${accounts.personId} = "giver"."id" WHERE ${accounts.id} = ${grants.grantedBy}), '')`;
	const isOver = sql`coalesce(${grants.validTo} <= ${today}, 0)`;
	return orm
		.select({
			id: grants.id,
			kind: grants.kind,
			personId: grants.personId,
			personName: people.name,
			unitId: grants.unitId,
			bodyId: grants.bodyId,
			unitName: unitPeriods.name,
			bodyName: bodyPeriods.name,
			validFrom: grants.validFrom,
			validTo: grants.validTo,
			reason: grants.reason,
			grantedBy: giver,
		})
		.from(grants)
		.innerJoin(people, eq(people.id, grants.personId))
		.leftJoin(unitPeriods, and(eq(unitPeriods.unitId, grants.unitId), knownOn(unitPeriods, today)))
		.leftJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, grants.bodyId), knownOn(bodyPeriods, today)))
		.orderBy(
			isOver,
			sql`CASE WHEN ${isOver} THEN ${grants.validTo} END DESC`,
			asc(people.sortKey),
			desc(grants.validFrom),
		)
		.all()
		.map((row) => ({ ...row, unitName: row.unitName ?? '', bodyName: row.bodyName ?? '', state: stateOn(row, today) }));
}
