import type { AttendanceState } from './attendance.ts';
import type { Area, Participant, Plan } from './plan.ts';

/** One place of the site wall (tường điểm cầu): a site, or a person who sits in no room. */
export interface WallEntry {
	readonly participant: Participant;
	/** who sits in the room; they stand for it while its terminal is not connected */
	readonly seated: readonly Participant[];
}

export interface WallGroup {
	/** null: of no unit, or the journal is older than the wall */
	readonly area: Area | null;
	readonly entries: readonly WallEntry[];
}

/** Who sits in no room after all has a place of their own: they stand for that room no longer. */
type Elsewhere = AttendanceState['elsewhere'];

/** Everybody who has a place of their own, in administrative order, grouped by district. */
export function wallGroups(plan: Plan, elsewhere: Elsewhere = {}): WallGroup[] {
	const seated = Map.groupBy(plan.participants, ({ id, siteId }) => (elsewhere[id] === siteId ? null : siteId));
	const byArea = Map.groupBy(seated.get(null) ?? [], ({ area }) => area);
	return [...byArea]
		.toSorted(([a = Infinity], [b = Infinity]) => a - b)
		.map(([area, participants]) => ({
			area: (area === undefined ? undefined : plan.areas?.[area]) ?? null,
			entries: participants.map((participant) => ({ participant, seated: seated.get(participant.id) ?? [] })),
		}));
}

export const wallEntries = (plan: Plan, elsewhere?: Elsewhere): WallEntry[] =>
	wallGroups(plan, elsewhere).flatMap(({ entries }) => entries);
