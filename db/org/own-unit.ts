import { and, eq, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { prepared } from '../prepared.ts';
import { people, sitePeriods, unitPeriods } from '../schema/org.ts';
import { unitOfPerson, unitPeriodOf } from './people.ts';
import { knownOn } from './periods.ts';

/** What the unit of a person, or of a site, is called on a day (`YYYY-MM-DD`), or was last; empty for who is of none. */
export function ownUnitName(db: Database, participantId: string, date: string): string {
	const asked = { participantId, date };
	return (ofPerson(db).get(asked) ?? ofSite(db).get(asked))?.name ?? '';
}

const [participant, onDay] = [sql.placeholder('participantId'), sql.placeholder('date')];

const ofPerson = prepared(({ orm }) =>
	orm
		.select({ name: unitPeriods.name })
		.from(people)
		.innerJoin(unitPeriods, unitPeriodOf(unitOfPerson(onDay), onDay))
		.where(eq(people.id, participant))
		.prepare(),
);

const ofSite = prepared(({ orm }) =>
	orm
		.select({ name: unitPeriods.name })
		.from(sitePeriods)
		.innerJoin(unitPeriods, and(eq(unitPeriods.unitId, sitePeriods.unitId), knownOn(unitPeriods, onDay)))
		.where(and(eq(sitePeriods.siteId, participant), knownOn(sitePeriods, onDay)))
		.prepare(),
);
