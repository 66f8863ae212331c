import { and, asc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { bodies, bodyMembers } from '../schema/bodies.ts';
import { people, unitPeriods } from '../schema/org.ts';
import type { Body } from './bodies.ts';
import { inForce, knownOn } from './periods.ts';

export interface BodyOverview extends Pick<Body, 'id' | 'name' | 'kind' | 'seats'> {
	readonly unitName: string;
	/** members in term that day */
	readonly filled: number;
}

export function listBodyOverviews({ orm }: Database, date: string): BodyOverview[] {
	const filled = sql<number>`(SELECT count(*) FROM ${bodyMembers} WHERE ${bodyMembers.bodyId} = ${bodies.id} AND ${inForce(bodyMembers, date)})`;
	return orm
		.select({
			id: bodies.id,
			name: bodies.name,
			kind: bodies.kind,
			seats: bodies.seats,
			unitName: unitPeriods.name,
			filled,
		})
		.from(bodies)
		.innerJoin(unitPeriods, and(eq(unitPeriods.unitId, bodies.unitId), knownOn(unitPeriods, date)))
		.orderBy(asc(bodies.name), asc(bodies.id))
		.all();
}

export interface Term {
	readonly personId: string;
	readonly name: string;
	readonly position: string;
	/** `YYYY-MM-DD` */
	readonly validFrom: string;
	/** the first day that is no longer covered; null: still in office */
	readonly validTo: string | null;
}

/** All terms, past and to come: those still running first, then by name. */
export function listTerms({ orm }: Database, bodyId: string): Term[] {
	return orm
		.select({
			personId: people.id,
			name: people.name,
			position: bodyMembers.position,
			validFrom: bodyMembers.validFrom,
			validTo: bodyMembers.validTo,
		})
		.from(bodyMembers)
		.innerJoin(people, eq(people.id, bodyMembers.personId))
		.where(eq(bodyMembers.bodyId, bodyId))
		.orderBy(sql`${bodyMembers.validTo} IS NOT NULL`, asc(people.name), asc(bodyMembers.validFrom))
		.all();
}

export interface NewTerm {
	readonly bodyId: string;
	readonly personId: string;
	/** in the body, e.g. `Phó Chủ tịch`; may be empty */
	readonly position: string;
	readonly validFrom: string;
	readonly validTo: string | null;
}

/** @throws DataError `date-invalid`, `not-found` (body or person), `term-overlaps`, `seats-too-few` */
export function addTerm(db: Database, term: NewTerm): void {
	const { bodyId, personId, validFrom, validTo } = term;
	if (!isDate(validFrom) || (validTo !== null && !(isDate(validTo) && validTo > validFrom)))
		throw new DataError('date-invalid', `${validFrom}–${validTo}`);
	inTransaction(db, () => {
		if (!db.orm.select().from(people).where(eq(people.id, personId)).get()) throw new DataError('not-found', personId);
		const meets = and(
			eq(bodyMembers.bodyId, bodyId),
			eq(bodyMembers.personId, personId),
			or(isNull(bodyMembers.validTo), gt(bodyMembers.validTo, validFrom)),
			validTo === null ? undefined : lt(bodyMembers.validFrom, validTo),
		);
		if (db.orm.select().from(bodyMembers).where(meets).get()) throw new DataError('term-overlaps', personId);
		const position = term.position.normalize('NFC').trim();
		const { seats } = requireSeats(db, bodyId);
		db.orm
			.insert(bodyMembers)
			.values({ ...term, position })
			.run();
		if (mostAtOnce(db, bodyId, validFrom) > seats) throw new DataError('seats-too-few', bodyId);
	});
}

export interface TermEnd {
	readonly bodyId: string;
	readonly personId: string;
	readonly validFrom: string;
	/** the first day that is no longer covered; the first day itself takes back a term entered by mistake */
	readonly validTo: string;
}

/** @throws DataError `not-found`, `date-invalid` (before the term began, or after it ended) */
export function endTerm(db: Database, { bodyId, personId, validFrom, validTo }: TermEnd): void {
	const one = and(
		eq(bodyMembers.bodyId, bodyId),
		eq(bodyMembers.personId, personId),
		eq(bodyMembers.validFrom, validFrom),
	);
	inTransaction(db, () => {
		const term = db.orm.select().from(bodyMembers).where(one).get();
		if (!term) throw new DataError('not-found', personId);
		const late = term.validTo !== null && validTo > term.validTo;
		if (!isDate(validTo) || validTo < validFrom || late) throw new DataError('date-invalid', validTo);
		if (validTo === validFrom) db.orm.delete(bodyMembers).where(one).run();
		else db.orm.update(bodyMembers).set({ validTo }).where(one).run();
	});
}

/** The law's number of all members is never below those in office. @throws DataError `not-found`, `seats-too-few` */
export function requireEnoughSeats(db: Database, bodyId: string, date: string): void {
	if (mostAtOnce(db, bodyId, date) > requireSeats(db, bodyId).seats) throw new DataError('seats-too-few', bodyId);
}

function requireSeats({ orm }: Database, bodyId: string): { seats: number } {
	const body = orm.select({ seats: bodies.seats }).from(bodies).where(eq(bodies.id, bodyId)).get();
	if (!body) throw new DataError('not-found', bodyId);
	return body;
}

/** How many are in term at the same time, from that day on: their number only grows on days when a term begins. */
function mostAtOnce(db: Database, bodyId: string, date: string): number {
	const terms = listTerms(db, bodyId);
	const days = [date, ...terms.map((term) => term.validFrom).filter((day) => day > date)];
	const covers = ({ validFrom, validTo }: Term, day: string) => validFrom <= day && (validTo === null || validTo > day);
	return Math.max(...days.map((day) => terms.filter((term) => covers(term, day)).length));
}
