import { and, asc, eq, gt, isNull, lt, or, sql } from 'drizzle-orm';
import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { bodies, bodyMembers, bodyPeriods } from '../schema/bodies.ts';
import { people, unitPeriods } from '../schema/org.ts';
import type { Body } from './bodies.ts';
import { inForce, knownOn } from './periods.ts';

export interface BodyOverview extends Pick<Body, 'id' | 'name' | 'kind' | 'seats'> {
	readonly unitName: string;
	/** members in term that day */
	readonly filled: number;
	/** its first day without it; null: it exists */
	readonly endedOn: string | null;
}

/** All bodies, those that have ended last. */
export function listBodyOverviews({ orm }: Database, date: string): BodyOverview[] {
	const filled = sql<number>`(SELECT count(*) FROM ${bodyMembers} WHERE ${bodyMembers.bodyId} = ${bodies.id} AND ${inForce(bodyMembers, date)})`;
	return orm
		.select({
			id: bodies.id,
			name: bodyPeriods.name,
			kind: bodies.kind,
			seats: bodyPeriods.seats,
			unitName: unitPeriods.name,
			filled,
			endedOn: sql<string | null>`CASE WHEN ${bodyPeriods.validTo} <= ${date} THEN ${bodyPeriods.validTo} END`,
		})
		.from(bodies)
		.innerJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, bodies.id), knownOn(bodyPeriods, date)))
		.innerJoin(unitPeriods, and(eq(unitPeriods.unitId, bodies.unitId), knownOn(unitPeriods, date)))
		.orderBy(sql`${bodyPeriods.validTo} <= ${date}`, asc(bodyPeriods.name), asc(bodies.id))
		.all();
}

export interface Term {
	readonly personId: string;
	readonly name: string;
	readonly position: string;
	/** heads the body */
	readonly isHead: boolean;
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
			isHead: bodyMembers.isHead,
			validFrom: bodyMembers.validFrom,
			validTo: bodyMembers.validTo,
		})
		.from(bodyMembers)
		.innerJoin(people, eq(people.id, bodyMembers.personId))
		.where(eq(bodyMembers.bodyId, bodyId))
		.orderBy(sql`${bodyMembers.validTo} IS NOT NULL`, asc(people.sortKey), asc(bodyMembers.validFrom))
		.all();
}

export interface NewTerm {
	readonly bodyId: string;
	readonly personId: string;
	/** in the body, e.g. `Phó Chủ tịch`; may be empty */
	readonly position: string;
	/** heads the body, as Chủ tịch or quyền Chủ tịch: nobody else does meanwhile */
	readonly isHead?: boolean;
	readonly validFrom: string;
	readonly validTo: string | null;
}

/** @throws DataError `date-invalid`, `not-found` (body or person), `term-overlaps`, `head-overlaps`, `seats-too-few` */
export function addTerm(db: Database, term: NewTerm): void {
	const { bodyId, personId, validFrom, validTo } = term;
	if (!isDate(validFrom) || (validTo !== null && !(isDate(validTo) && validTo > validFrom)))
		throw new DataError('date-invalid', `${validFrom}–${validTo}`);
	inTransaction(db, () => {
		if (!db.orm.select().from(people).where(eq(people.id, personId)).get()) throw new DataError('not-found', personId);
		const meets = and(
			eq(bodyMembers.bodyId, bodyId),
			or(isNull(bodyMembers.validTo), gt(bodyMembers.validTo, validFrom)),
			validTo === null ? undefined : lt(bodyMembers.validFrom, validTo),
		);
		const meanwhile = db.orm.select().from(bodyMembers).where(meets).all();
		if (meanwhile.some((other) => other.personId === personId)) throw new DataError('term-overlaps', personId);
		if (term.isHead && meanwhile.some((other) => other.isHead)) throw new DataError('head-overlaps', personId);
		const position = term.position.normalize('NFC').trim();
		db.orm
			.insert(bodyMembers)
			.values({ ...term, position })
			.run();
		requireEnoughSeats(db, bodyId, validFrom);
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

/**
 * From that day on the law's number of all members is never below those in office, who only grow on days when a term
 * begins, and it changes on days when a period begins. @throws DataError `not-found`, `seats-too-few`
 */
export function requireEnoughSeats(db: Database, bodyId: string, date: string): void {
	const periods = db.orm
		.select()
		.from(bodyPeriods)
		.where(eq(bodyPeriods.bodyId, bodyId))
		.orderBy(asc(bodyPeriods.validFrom))
		.all();
	const [first] = periods;
	if (!first) throw new DataError('not-found', bodyId);
	const terms = listTerms(db, bodyId);
	const covers = ({ validFrom, validTo }: Term, day: string) => validFrom <= day && (validTo === null || validTo > day);
	const begins = [...terms, ...periods].map(({ validFrom }) => validFrom).filter((day) => day > date);
	for (const day of [date, ...begins]) {
		const { seats } = periods.findLast(({ validFrom }) => validFrom <= day) ?? first;
		if (terms.filter((term) => covers(term, day)).length > seats) throw new DataError('seats-too-few', bodyId);
	}
}
