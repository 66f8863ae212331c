import { and, asc, eq, inArray, sql, type Placeholder, type SQL } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import type { Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { fold } from '../fold.ts';
import { nameSortKey } from '../name-order.ts';
import { memberships, people, unitPeriods } from '../schema/org.ts';
import { inForce, knownOn } from './periods.ts';
import { holds, type Search } from './search.ts';

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

function written(typedName: string, typedPosition: string) {
	const name = typedName.normalize('NFC').trim();
	if (name === '') throw new DataError('name-empty', 'person');
	const position = typedPosition.normalize('NFC').trim();
	return { name, position, sortKey: nameSortKey(name), folded: foldedPerson(name, position) };
}

/** What a search for people looks through. */
export const foldedPerson = (name: string, position: string): string => `${fold(name)}\n${fold(position)}`;

export interface NewMembership {
	readonly personId: string;
	readonly unitId: string;
	readonly title: string;
	/** `YYYY-MM-DD` */
	readonly validFrom: string;
}

export function insertMembership({ orm }: Database, membership: NewMembership): void {
	orm.insert(memberships).values(membership).run();
	orm.update(people).set({ isGuest: false }).where(eq(people.id, membership.personId)).run();
}

/** SQL for the unit a person of the query belongs to on a day: of several memberships the one that began first. */
export function unitOfPerson(date: string | Placeholder): SQL<string | null> {
	return sql`(SELECT ${memberships.unitId} FROM ${memberships} WHERE ${memberships.personId} = ${people.id} AND ${inForce(memberships, date)} ORDER BY ${memberships.validFrom}, ${memberships.unitId} LIMIT 1)`;
}

/** Joins what the unit with that id is called on that day, or was last. */
export function unitPeriodOf(unitId: SQL<string | null>, date: string | Placeholder): SQL | undefined {
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

interface PeopleSearch extends Search {
	/** whose people come first, guests from outside after them; without it, everybody */
	readonly unitIds?: readonly string[] | undefined;
}

/**
 * By name or position, with or without diacritics: `tho xuan` finds `Thọ Xuân`; in the order of names. Guests are of nobody's
 * keeping: every search finds them, behind the people of its own units, whom they must not crowd out.
 */
export function searchPeople(db: Database, { unitIds, ...search }: PeopleSearch): Person[] {
	if (!unitIds) return searchAmong(db, search);
	const { limit = 20 } = search;
	// Belonging to them is seen in one list first: whose unit it is that day is not asked of all whose name would do. Plus and
	// coalesce keep it to the people's index: to begin with a unit of ten thousand, and sort them, took ten times as long.
	const own = searchAmong(
		db,
		search,
		and(
			sql`+${people.id} IN (SELECT ${memberships.personId} FROM ${memberships} WHERE ${inArray(memberships.unitId, [...unitIds])})`,
			inArray(sql`coalesce(${unitPeriods.unitId}, '')`, [...unitIds]),
		),
	);
	if (own.length === limit) return own;
	// Written out: an index of a part is used where the question names that part.
	return [...own, ...searchAmong(db, { ...search, limit: limit - own.length }, sql`${people.isGuest} = 1`)];
}

function searchAmong({ orm }: Database, { text, date, limit = 20 }: Search, which?: SQL): Person[] {
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
		.where(and(holds(people.folded, fold(text)), which))
		.orderBy(asc(people.sortKey), asc(people.id))
		.limit(limit)
		.all()
		.map((row) => ({ ...row, unitName: row.unitName ?? '' }));
}
