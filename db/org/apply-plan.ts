import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { memberships, unitSuccessions } from '../schema/org.ts';
import { setArea } from './areas.ts';
import type { ImportPlan } from './import-plan.ts';
import { inForce } from './periods.ts';
import { changeSites, changeUnits } from './timeline.ts';

/** Writes what was planned. Within the transaction that it was planned in. */
export function applyPlan(db: Database, plan: ImportPlan): void {
	const { day, units, sites, successions } = plan;
	changeUnits(db, units.changes, day);
	changeSites(db, sites.changes, day);
	for (const succession of successions)
		db.orm
			.insert(unitSuccessions)
			.values({ ...succession, day })
			.onConflictDoUpdate({
				target: [unitSuccessions.unitId, unitSuccessions.successorId, unitSuccessions.day],
				set: { kind: succession.kind },
			})
			.run();
	for (const { unitId, name } of plan.areas) setArea(db, { unitId, name, from: day });
	for (const { id, after } of units.changes) if (!after) setArea(db, { unitId: id, name: '', from: day });
	for (const member of findMembers(db, plan)) moveMember(db, member, day);
}

function moveMember({ orm }: Database, { heirId, unitId, personId, title, validFrom }: Member, day: string): void {
	if (heirId === null) return;
	const old = and(
		eq(memberships.personId, personId),
		eq(memberships.unitId, unitId),
		eq(memberships.validFrom, validFrom),
	);
	if (validFrom === day) orm.delete(memberships).where(old).run();
	else orm.update(memberships).set({ validTo: day }).where(old).run();
	orm.insert(memberships).values({ personId, unitId: heirId, title, validFrom: day }).onConflictDoNothing().run();
}

export interface Member {
	readonly personId: string;
	readonly unitId: string;
	readonly title: string;
	readonly validFrom: string;
	/** the one unit that carries theirs on; null: none, or several */
	readonly heirId: string | null;
}

/** The people of units that end. */
export function findMembers({ orm }: Database, { day, units, successions }: ImportPlan): Member[] {
	const heirs = Map.groupBy(successions, ({ unitId }) => unitId);
	const ended = units.changes.filter(({ after }) => !after).map(({ id }) => id);
	if (ended.length === 0) return [];
	const rows = orm
		.select()
		.from(memberships)
		.where(
			and(
				inArray(memberships.unitId, sql`(SELECT value FROM json_each(${JSON.stringify(ended)}))`),
				inForce(memberships, day),
			),
		)
		.all();
	return rows.map((row) => {
		const [heir, ...others] = heirs.get(row.unitId) ?? [];
		return { ...row, heirId: heir && others.length === 0 ? heir.successorId : null };
	});
}
