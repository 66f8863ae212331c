import { ruleSetSchema, type RuleSet } from '#meeting/rule-set.ts';
import { and, asc, eq } from 'drizzle-orm';
import { randomUUID } from 'node:crypto';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { bodies, bodyMembers } from '../schema/bodies.ts';
import { people } from '../schema/org.ts';
import { readStoredJson } from '../stored-json.ts';
import { inForce } from './units.ts';

export interface NewBody {
	readonly unitId: string;
	readonly name: string;
	readonly kind: typeof bodies.$inferSelect.kind;
	/** all members in the sense of the law, filled or not */
	readonly seats: number;
	readonly ruleSet: RuleSet;
	readonly members: readonly { readonly personId: string; readonly position: string; readonly validFrom: string }[];
}

/** @returns the body's id */
export function createBody(db: Database, { members, ruleSet, ...body }: NewBody): string {
	const id = randomUUID();
	inTransaction(db, () => {
		db.orm
			.insert(bodies)
			.values({ id, ...body, ruleSet: JSON.stringify(ruleSet) })
			.run();
		if (members.length === 0) return;
		db.orm
			.insert(bodyMembers)
			.values(members.map((member) => ({ bodyId: id, ...member })))
			.run();
	});
	return id;
}

export interface BodyMember {
	readonly personId: string;
	readonly name: string;
	readonly position: string;
}

export interface Body {
	readonly id: string;
	readonly unitId: string;
	readonly name: string;
	readonly kind: typeof bodies.$inferSelect.kind;
	readonly seats: number;
	readonly ruleSet: RuleSet;
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
