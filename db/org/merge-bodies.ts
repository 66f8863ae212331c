import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { bodies, bodyMembers, bodyPeriods } from '../schema/bodies.ts';
import { createBody, requireDay, type BodyDetails } from './bodies.ts';
import { inForce, knownOn } from './periods.ts';
import { changeBody } from './timeline.ts';

/** A body and the terms of its members end: that day is the first without it. @throws DataError `date-invalid`, `body-ended` */
export function endBody(db: Database, id: string, day: string): void {
	inTransaction(db, () => {
		const period = db.orm
			.select()
			.from(bodyPeriods)
			.where(and(eq(bodyPeriods.bodyId, id), inForce(bodyPeriods, requireDay(day))))
			.get();
		if (!period) throw new DataError('body-ended', id);
		// It has been for a day at least: a body that never was has no name to be shown by.
		if (period.validFrom === day) throw new DataError('date-invalid', day);
		changeBody(db, id, day, null);
		const lasting = or(isNull(bodyMembers.validTo), gt(bodyMembers.validTo, day));
		const terms = db.orm
			.select()
			.from(bodyMembers)
			.where(and(eq(bodyMembers.bodyId, id), lasting))
			.all();
		for (const { personId, validFrom } of terms) {
			const one = and(
				eq(bodyMembers.bodyId, id),
				eq(bodyMembers.personId, personId),
				eq(bodyMembers.validFrom, validFrom),
			);
			if (validFrom >= day) db.orm.delete(bodyMembers).where(one).run();
			else db.orm.update(bodyMembers).set({ validTo: day }).where(one).run();
		}
	});
}

export interface Merger extends BodyDetails {
	readonly from: readonly string[];
	/** the new body's first day, `YYYY-MM-DD` */
	readonly day: string;
}

/**
 * Several bodies become one, as the councils of provinces that merge: those in office on the day are its members, in
 * the order of the bodies they come from, and it has a head when one is appointed.
 * @returns the new body's id
 * @throws DataError `merger-too-few`, `seats-too-few`, and as `endBody` and `createBody`
 */
export function mergeBodies(db: Database, { from, day, ...details }: Merger): string {
	const sources = [...new Set(from)];
	if (sources.length < 2) throw new DataError('merger-too-few', String(sources.length));
	if (!isDate(day)) throw new DataError('date-invalid', day);
	return inTransaction(db, () => {
		const terms = db.orm
			.select({ personId: bodyMembers.personId, position: bodyMembers.position })
			.from(bodyMembers)
			.where(and(inArray(bodyMembers.bodyId, sources), inForce(bodyMembers, day)))
			.all();
		const members = new Map(terms.map((term) => [term.personId, { ...term, validFrom: day }]));
		if (members.size > details.seats) throw new DataError('seats-too-few', String(members.size));
		for (const id of sources) endBody(db, id, day);
		const successorId = createBody(db, { ...details, validFrom: day, members: [...members.values()] });
		db.orm.update(bodies).set({ successorId }).where(inArray(bodies.id, sources)).run();
		return successorId;
	});
}

export interface BodyHistory {
	readonly periods: readonly {
		readonly name: string;
		readonly seats: number;
		readonly validFrom: string;
		readonly validTo: string | null;
	}[];
	readonly successor: { readonly id: string; readonly name: string } | null;
	/** the bodies that were merged into it */
	readonly origins: readonly { readonly id: string; readonly name: string }[];
}

/** What a body was called, how many seats it had, what it came from and what it became, oldest first. */
export function readBodyHistory({ orm }: Database, id: string): BodyHistory {
	const { name, seats, validFrom, validTo } = bodyPeriods;
	const last = knownOn(bodyPeriods, '9999-12-31');
	const named = orm
		.select({ id: bodies.id, name, successorId: bodies.successorId })
		.from(bodies)
		.innerJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, bodies.id), last))
		.orderBy(asc(name))
		.all();
	const own = named.find((body) => body.id === id);
	const brief = (body: (typeof named)[number]) => ({ id: body.id, name: body.name });
	const successor = named.find((body) => body.id === own?.successorId);
	return {
		periods: orm
			.select({ name, seats, validFrom, validTo })
			.from(bodyPeriods)
			.where(eq(bodyPeriods.bodyId, id))
			.orderBy(asc(validFrom))
			.all(),
		successor: successor ? brief(successor) : null,
		origins: named.filter((body) => body.successorId === id).map(brief),
	};
}
