import { and, asc, eq, inArray, sql, type SQL } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { memberships, people, unitPeriods } from '../schema/org.ts';
import { inForce, knownOn } from './periods.ts';
import { levelRank } from './units.ts';

export interface NewPerson {
	readonly name: string;
	/** Chức vụ, as printed below the name; may be empty. */
	readonly position: string;
	readonly email?: string;
}

/** @returns the person's id @throws DataError `name-empty` */
export function insertPerson({ orm }: Database, { name, position, email }: NewPerson): string {
	const id = randomUUID();
	orm
		.insert(people)
		.values({ id, ...written(name, position), email: email ?? null })
		.run();
	return id;
}

/** How a person is written from now on; what meetings have frozen stays. @throws DataError `name-empty`, `not-found` */
export function editPerson({ orm }: Database, id: string, { name, position }: NewPerson): void {
	const { changes } = orm.update(people).set(written(name, position)).where(eq(people.id, id)).run();
	if (changes === 0) throw new DataError('not-found', id);
}

function written(name: string, position: string): { name: string; position: string } {
	const trimmed = name.normalize('NFC').trim();
	if (trimmed === '') throw new DataError('name-empty', 'person');
	return { name: trimmed, position: position.normalize('NFC').trim() };
}

export interface NewMembership {
	readonly personId: string;
	readonly unitId: string;
	readonly title: string;
	/** `YYYY-MM-DD` */
	readonly validFrom: string;
}

export function insertMembership({ orm }: Database, membership: NewMembership): void {
	orm.insert(memberships).values(membership).run();
}

/** SQL for the unit a person of the query belongs to on a day: of several memberships the one that began first. */
export function unitOfPerson(date: string): SQL<string | null> {
	return sql`(SELECT ${memberships.unitId} FROM ${memberships} WHERE ${memberships.personId} = ${people.id} AND ${inForce(memberships, date)} ORDER BY ${memberships.validFrom}, ${memberships.unitId} LIMIT 1)`;
}

/** Joins what the unit with that id is called on that day, or was last. */
export function unitPeriodOf(unitId: SQL<string | null>, date: string): SQL | undefined {
	return and(eq(unitPeriods.unitId, unitId), knownOn(unitPeriods, date));
}

export interface Person {
	readonly id: string;
	readonly name: string;
	readonly position: string;
	readonly unitId: string | null;
	/** empty without a membership that day */
	readonly unitName: string;
}

export interface PeopleFilter {
	/** `YYYY-MM-DD`: whose memberships count */
	readonly date: string;
	/** folded text that name or position must hold, as a LIKE pattern with `\` as its escape */
	readonly pattern?: string;
	readonly unitIds?: readonly string[];
	readonly limit?: number;
}

/** Ordered by the unit's administrative order, then by name. */
export function listPeople({ orm }: Database, { date, pattern, unitIds, limit = 1000 }: PeopleFilter): Person[] {
	return orm
		.select({
			id: people.id,
			name: people.name,
			position: people.position,
			unitId: unitPeriods.unitId,
			unitName: unitPeriods.name,
		})
		.from(people)
		.leftJoin(unitPeriods, unitPeriodOf(unitOfPerson(date), date))
		.where(
			and(
				pattern === undefined
					? undefined
					: sql`(fold(${people.name}) LIKE ${pattern} ESCAPE '\\' OR fold(${people.position}) LIKE ${pattern} ESCAPE '\\')`,
				unitIds && inArray(unitPeriods.unitId, [...unitIds]),
			),
		)
		.orderBy(levelRank, asc(unitPeriods.code), asc(people.name))
		.limit(limit)
		.all()
		.map((row) => ({ ...row, unitName: row.unitName ?? '' }));
}
