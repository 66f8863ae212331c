import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { people, sitePeriods, unitPeriods } from '../schema/org.ts';
import { unitOfPerson, unitPeriodOf } from './people.ts';
import { knownOn } from './periods.ts';

/** What the unit of a person, or of a site, is called on a day (`YYYY-MM-DD`), or was last; empty for who is of none. */
export function ownUnitName(db: Database, participantId: string, date: string): string {
	return ownUnit(db, participantId, date)?.name ?? '';
}

/** The unit of a person, or of a site, on a day (`YYYY-MM-DD`), then all that it hangs on, the nearest first; empty for who is of none. */
export function unitPath(db: Database, participantId: string, date: string): string[] {
	const own = ownUnit(db, participantId, date);
	return own ? [own.id, ...unitsAbove(db, own.id, date)] : [];
}

/** All that a unit hangs on on a day (`YYYY-MM-DD`), the nearest first. */
export function unitsAbove(db: Database, unitId: string, date: string): string[] {
	return above(db)
		.all({ unitId, date, deepest })
		.map((row) => (row as { id: string }).id);
}

/** More levels than any tree of units has: a loop in the data must not hold up a meeting. */
const deepest = 32;

const above = prepared(({ sqlite }) =>
	sqlite.prepare(`
		WITH RECURSIVE above(id, level) AS (
			SELECT @unitId, 0
			UNION ALL
			SELECT unit_periods.parent_id, above.level + 1
			FROM above JOIN unit_periods ON unit_periods.unit_id = above.id
			WHERE parent_id IS NOT NULL AND valid_from <= @date AND (valid_to IS NULL OR valid_to > @date) AND above.level < @deepest
		) SELECT id FROM above WHERE level > 0 ORDER BY level`),
);

function ownUnit(db: Database, participantId: string, date: string) {
	const asked = { participantId, date };
	return ofPerson(db).get(asked) ?? ofSite(db).get(asked);
}

const [participant, onDay] = [sql.placeholder('participantId'), sql.placeholder('date')];

const ofPerson = prepared(({ orm }) =>
	orm
		.select({ id: unitPeriods.unitId, name: unitPeriods.name })
		.from(people)
		.innerJoin(unitPeriods, unitPeriodOf(unitOfPerson(onDay), onDay))
		.where(eq(people.id, participant))
		.prepare(),
);

const ofSite = prepared(({ orm }) =>
	orm
		.select({ id: unitPeriods.unitId, name: unitPeriods.name })
		.from(sitePeriods)
		.innerJoin(unitPeriods, and(eq(unitPeriods.unitId, sitePeriods.unitId), knownOn(unitPeriods, onDay)))
		.where(and(eq(sitePeriods.siteId, participant), knownOn(sitePeriods, onDay)))
		.prepare(),
);
