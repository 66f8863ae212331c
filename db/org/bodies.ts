import { ruleSetSchema, type RuleSet } from '#meeting/rule-set.ts';
import { and, asc, eq, sql } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { prepared } from '../prepared.ts';
import { bodies, bodyMembers, bodyPeriods } from '../schema/bodies.ts';
import { people } from '../schema/org.ts';
import { readStoredJson } from '../stored-json.ts';
import { inForce, knownOn } from './periods.ts';
import { changeBody } from './timeline.ts';
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
	/** its first day, `YYYY-MM-DD`; without it, it has always been */
	readonly validFrom?: string | undefined;
	readonly members: readonly {
		readonly personId: string;
		readonly position: string;
		readonly validFrom: string;
		readonly isHead?: boolean;
	}[];
}

const always = '1900-01-01';

/** @returns the body's id @throws DataError as `editBody` */
export function createBody(db: Database, { members, validFrom = always, ...details }: NewBody): string {
	const id = randomUUID();
	inTransaction(db, () => {
		const { row, state } = checked(db, details);
		db.orm
			.insert(bodies)
			.values({ id, ...row })
			.run();
		changeBody(db, id, requireDay(validFrom), state);
		if (members.length === 0) return;
		db.orm
			.insert(bodyMembers)
			.values(members.map((member) => ({ bodyId: id, ...member })))
			.run();
	});
	return id;
}

/**
 * Its name and seats from a day on, whatever was written about later days; its rule for votes to come: a vote keeps the
 * rule and the seats that it was opened with.
 * @throws DataError `title-empty`, `title-too-long`, `seats-invalid`, `rule-unreachable`, `date-invalid`, `not-found` (body or unit)
 */
export function editBody(
	db: Database,
	id: string,
	{ from, ...details }: BodyDetails & { readonly from: string },
): void {
	inTransaction(db, () => {
		const { row, state } = checked(db, details);
		const { changes } = db.orm.update(bodies).set(row).where(eq(bodies.id, id)).run();
		if (changes === 0) throw new DataError('not-found', id);
		changeBody(db, id, requireDay(from), state);
	});
}

export function requireDay(day: string): string {
	if (!isDate(day)) throw new DataError('date-invalid', day);
	return day;
}

const longestName = 500;
const mostSeats = 1000;

function checked(db: Database, { name, ruleSet, seats, unitId, kind }: BodyDetails) {
	const written = name.normalize('NFC').trim();
	if (written === '') throw new DataError('title-empty', 'body');
	if (written.length > longestName) throw new DataError('title-too-long', 'body');
	if (!Number.isInteger(seats) || seats < 1 || seats > mostSeats) throw new DataError('seats-invalid', String(seats));
	// More than all of them can never be for it.
	const { fraction, comparison } = ruleSet;
	if (comparison === '>' && fraction.numerator >= fraction.denominator)
		throw new DataError('rule-unreachable', `${comparison}${fraction.numerator}/${fraction.denominator}`);
	requireKnownUnit(db, unitId);
	return { row: { unitId, kind, ruleSet: JSON.stringify(ruleSet) }, state: { name: written, seats } };
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
	/** who heads it that day; null: nobody */
	readonly headId: string | null;
}

/** @throws DataError `not-found` */
export function requireKnownBody({ orm }: Database, id: string): void {
	if (!orm.select().from(bodies).where(eq(bodies.id, id)).get()) throw new DataError('not-found', id);
}

/** What a body is called and how it decides on one day (`YYYY-MM-DD`), or as it was last. @throws DataError `not-found` */
export function requireBodyDetails(db: Database, id: string, date: string): BodyDetails & Pick<Body, 'id'> {
	const body = bodyOn(db).get({ id, date });
	if (!body) throw new DataError('not-found', id);
	return { ...body, ruleSet: readStoredJson(ruleSetSchema, body.ruleSet) };
}

/** The same with its head and members on that day. @throws DataError `not-found` */
export function requireBody(db: Database, id: string, date: string): Body {
	const body = requireBodyDetails(db, id, date);
	const rows = membersOn(db).all({ id, date });
	const headId = rows.find(({ isHead }) => isHead)?.personId ?? null;
	const members = rows.map(({ isHead: _, ...member }) => member);
	return { ...body, members, headId };
}

/** The ids alone of who is a member on that day (`YYYY-MM-DD`): of hundreds their names are read for who shows them. @throws DataError `not-found` */
export function memberIds(db: Database, id: string, date: string): string[] {
	const members = memberIdsOn(db).all({ id, date });
	if (members.length === 0) requireKnownBody(db, id);
	return members.map(({ personId }) => personId);
}

const [asked, onDay] = [sql.placeholder('id'), sql.placeholder('date')];

const bodyOn = prepared(({ orm }) => {
	const { unitId, kind, ruleSet } = bodies;
	const { name, seats } = bodyPeriods;
	return orm
		.select({ id: bodies.id, unitId, kind, ruleSet, name, seats })
		.from(bodies)
		.innerJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, bodies.id), knownOn(bodyPeriods, onDay)))
		.where(eq(bodies.id, asked))
		.prepare();
});

const memberIdsOn = prepared(({ orm }) =>
	orm
		.select({ personId: bodyMembers.personId })
		.from(bodyMembers)
		.where(and(eq(bodyMembers.bodyId, asked), inForce(bodyMembers, onDay)))
		.prepare(),
);

const membersOn = prepared(({ orm }) =>
	orm
		.select({
			personId: people.id,
			name: people.name,
			position: bodyMembers.position,
			isHead: bodyMembers.isHead,
		})
		.from(bodyMembers)
		.innerJoin(people, eq(people.id, bodyMembers.personId))
		.where(and(eq(bodyMembers.bodyId, asked), inForce(bodyMembers, onDay)))
		.orderBy(asc(people.sortKey), asc(people.id))
		.prepare(),
);

/** Those that exist on that day. */
export function listBodies({ orm }: Database, date: string): { id: string; name: string; unitId: string }[] {
	return orm
		.select({ id: bodies.id, name: bodyPeriods.name, unitId: bodies.unitId })
		.from(bodies)
		.innerJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, bodies.id), inForce(bodyPeriods, date)))
		.orderBy(asc(bodyPeriods.name))
		.all();
}
