import { and, eq, gt, isNull, or } from 'drizzle-orm';
import { isDate } from '../calendar.ts';
import { inTransaction, type Database } from '../client.ts';
import { DataError } from '../data-error.ts';
import { memberships } from '../schema/org.ts';
import { insertMembership } from './people.ts';
import { requireKnownUnit } from './units.ts';

export interface UnitChange {
	readonly personId: string;
	/** null: of no unit from then on */
	readonly unitId: string | null;
	readonly title: string;
	/** first day in the new unit, `YYYY-MM-DD` */
	readonly from: string;
}

/**
 * From that day a person belongs to another unit: what was in force ends, and meetings before keep what was true then.
 * A membership that began on the same day is corrected, as it has covered no day.
 * @throws DataError `date-invalid` (no date, or before a membership began), `not-found` (the unit)
 */
export function changeUnit(db: Database, { personId, unitId, title, from }: UnitChange): void {
	if (!isDate(from)) throw new DataError('date-invalid', from);
	inTransaction(db, () => {
		const { orm } = db;
		if (unitId !== null) requireKnownUnit(db, unitId);
		const lasting = or(isNull(memberships.validTo), gt(memberships.validTo, from));
		const ending = orm
			.select()
			.from(memberships)
			.where(and(eq(memberships.personId, personId), lasting))
			.all();
		if (ending.some(({ validFrom }) => validFrom > from)) throw new DataError('date-invalid', from);
		for (const old of ending) {
			const same = and(
				eq(memberships.personId, personId),
				eq(memberships.unitId, old.unitId),
				eq(memberships.validFrom, old.validFrom),
			);
			if (old.validFrom === from) orm.delete(memberships).where(same).run();
			else orm.update(memberships).set({ validTo: from }).where(same).run();
		}
		if (unitId !== null)
			insertMembership(db, { personId, unitId, title: title.normalize('NFC').trim(), validFrom: from });
	});
}
