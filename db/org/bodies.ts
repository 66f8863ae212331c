import { ruleSetSchema, type RuleSet } from '#meeting/rule-set.ts';
import { and, asc, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { bodies, bodyMembers } from '../schema/bodies.ts';
import { people } from '../schema/org.ts';
import { readStoredJson } from '../stored-json.ts';
import { inForce } from './periods.ts';
import { requireKnownUnit } from './units.ts';

export interface BodyDetails {
	readonly unitId: string;
	readonly name: string;
	readonly kind: typeof bodies.$inferSelect.kind;
	/** all members in the sense of the law, filled or not */
	readonly seats: number;
	readonly ruleSet: RuleSet;
}

export interface NewBody extends BodyDetails {
	readonly members: readonly { readonly personId: string; readonly position: string; readonly validFrom: string }[];
}

/** @returns the body's id @throws DataError as `editBody` */
export function createBody(db: Database, { members, ...details }: NewBody): string {
	const id = randomUUID();
	inTransaction(db, () => {
		db.orm
			.insert(bodies)
			.values({ id, ...checked(db, details) })
			.run();
		if (members.length === 0) return;
		db.orm
			.insert(bodyMembers)
			.values(members.map((member) => ({ bodyId: id, ...member })))
			.run();
	});
	return id;
}

/**
 * For votes to come: a vote keeps the rule and the seats that it was opened with.
 * @throws DataError `title-empty`, `title-too-long`, `seats-invalid`, `rule-unreachable`, `not-found` (body or unit)
 */
export function editBody(db: Database, id: string, details: BodyDetails): void {
	inTransaction(db, () => {
		const { changes } = db.orm.update(bodies).set(checked(db, details)).where(eq(bodies.id, id)).run();
		if (changes === 0) throw new DataError('not-found', id);
	});
}

const longestName = 500;
const mostSeats = 1000;

function checked(db: Database, { name, ruleSet, ...details }: BodyDetails) {
	const written = name.normalize('NFC').trim();
	if (written === '') throw new DataError('title-empty', 'body');
	if (written.length > longestName) throw new DataError('title-too-long', 'body');
	const { seats, unitId } = details;
	if (!Number.isInteger(seats) || seats < 1 || seats > mostSeats) throw new DataError('seats-invalid', String(seats));
	// More than all of them can never be for it.
	const { fraction, comparison } = ruleSet;
	if (comparison === '>' && fraction.numerator >= fraction.denominator)
		throw new DataError('rule-unreachable', `${comparison}${fraction.numerator}/${fraction.denominator}`);
	requireKnownUnit(db, unitId);
	return { ...details, name: written, ruleSet: JSON.stringify(ruleSet) };
}

export interface BodyMember {
	readonly personId: string;
	readonly name: string;
	readonly position: string;
}

export interface Body extends BodyDetails {
	readonly id: string;
	/** in term on the day asked for, by name */
	readonly members: readonly BodyMember[];
}

/** A body with its members on one day (`YYYY-MM-DD`). @throws DataError `not-found` */
export function requireBody({ orm }: Database, id: string, date: string): Body {
	const body = orm.select().from(bodies).where(eq(bodies.id, id)).get();
	if (!body) throw new DataError('not-found', id);
	const members = orm
		.select({ personId: people.id, name: people.name, position: bodyMembers.position })
		.from(bodyMembers)
		.innerJoin(people, eq(people.id, bodyMembers.personId))
		.where(and(eq(bodyMembers.bodyId, id), inForce(bodyMembers, date)))
		.orderBy(asc(people.name), asc(people.id))
		.all();
	return { ...body, ruleSet: readStoredJson(ruleSetSchema, body.ruleSet), members };
}

export function listBodies({ orm }: Database): { id: string; name: string; unitId: string }[] {
	return orm
		.select({ id: bodies.id, name: bodies.name, unitId: bodies.unitId })
		.from(bodies)
		.orderBy(asc(bodies.name))
		.all();
}
