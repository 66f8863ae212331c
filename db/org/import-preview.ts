import { and, count, eq, gte, inArray, notInArray, sql } from 'drizzle-orm';
import { createHash } from 'node:crypto';
import type { Database } from '../client.ts';
import { startOfDate } from '../calendar.ts';
import { bodies, bodyPeriods } from '../schema/bodies.ts';
import { meetingParticipants, meetings } from '../schema/meetings.ts';
import { findMembers } from './apply-plan.ts';
import type { ImportFile } from './import-error.ts';
import type { ImportPlan } from './import-plan.ts';
import { inForce } from './periods.ts';
import type { Succession } from './plan-units.ts';
import type { Suspicion } from './suspicions.ts';
import type { Change, SiteState, UnitState } from './timeline.ts';
import { listUnits } from './units.ts';

/** A unit or a site as it is shown before it is written. */
export interface Shown {
	readonly code: string;
	readonly name: string;
	/** null for a site */
	readonly level: UnitState['level'] | null;
	/** the name of the unit that it hangs under, or is of; empty: none */
	readonly above: string;
}

export type LineKind = 'added' | 'renamed' | 'moved' | 'ended';

export interface PreviewLine {
	readonly file: ImportFile;
	/** one, or `renamed` and `moved` together; another code or level counts as renamed */
	readonly kinds: readonly LineKind[];
	readonly before: Shown | null;
	readonly after: Shown | null;
}

/** The dry run: everything that an import would do, in words. */
export interface ImportPreview {
	readonly day: string;
	readonly complete: boolean;
	readonly rows: Readonly<Record<ImportFile, number>>;
	readonly lines: readonly PreviewLine[];
	readonly successions: readonly { readonly kind: Succession['kind']; readonly from: string; readonly to: string }[];
	readonly suspicions: readonly Suspicion[];
	/** of units that end: who goes to the one unit that carries theirs on, and who stays behind */
	readonly people: { readonly moved: number; readonly left: number };
	/** names of the bodies of units that end */
	readonly bodies: readonly string[];
	/** meetings from that day on, not over, with a room that ends */
	readonly meetings: number;
	/** the same for the same changes: what is applied is what was shown */
	readonly fingerprint: string;
}

/** Before it is applied. */
export function describePlan(db: Database, plan: ImportPlan): ImportPreview {
	const { day, complete, units, sites } = plan;
	const was = new Map(listUnits(db, day).map((unit) => [unit.id, unit]));
	const becomes = new Map([...was, ...units.changes.flatMap(({ id, after }) => (after ? [[id, after] as const] : []))]);
	const unitLine = (change: Change<UnitState>): PreviewLine =>
		line('units', change, (state, names) => ({
			code: state.code,
			name: state.name,
			level: state.level,
			above: names.get(state.parentId ?? '')?.name ?? '',
		}));
	const siteLine = (change: Change<SiteState>): PreviewLine =>
		line('sites', change, (state, names) => ({
			code: state.code,
			name: state.name,
			level: null,
			above: names.get(state.unitId)?.name ?? '',
		}));

	function line<State extends UnitState | SiteState>(
		file: ImportFile,
		{ before, after }: Change<State>,
		show: (state: State, names: ReadonlyMap<string, { readonly name: string }>) => Shown,
	): PreviewLine {
		return {
			file,
			kinds: kindsOf(before, after),
			before: before && show(before, was),
			after: after && show(after, becomes),
		};
	}

	const named = (id: string) => {
		const { code, name } = becomes.get(id) ?? { code: '', name: '' };
		return `${code} ${name}`.trim();
	};
	const members = findMembers(db, plan);
	const described = {
		day,
		complete,
		rows: { units: units.rows, sites: sites.rows },
		lines: [...units.changes.map(unitLine), ...sites.changes.map(siteLine)],
		successions: plan.successions.map(({ kind, unitId, successorId }) => ({
			kind,
			from: named(unitId),
			to: named(successorId),
		})),
		suspicions: plan.suspicions,
		people: {
			moved: members.filter(({ heirId }) => heirId !== null).length,
			left: members.filter(({ heirId }) => heirId === null).length,
		},
		bodies: findBodies(db, plan),
		meetings: countMeetings(db, plan),
	};
	const areas = plan.areas.map(({ unitId, name }) => [named(unitId), name]);
	const fingerprint = createHash('sha256')
		.update(JSON.stringify([described, areas]))
		.digest('hex');
	return { ...described, fingerprint };
}

function kindsOf(before: UnitState | SiteState | null, after: UnitState | SiteState | null): LineKind[] {
	if (!before) return ['added'];
	if (!after) return ['ended'];
	const level = (state: UnitState | SiteState) => ('level' in state ? state.level : '');
	const above = (state: UnitState | SiteState) => ('parentId' in state ? state.parentId : state.unitId);
	const renamed = before.code !== after.code || before.name !== after.name || level(before) !== level(after);
	return [...(renamed ? (['renamed'] as const) : []), ...(above(before) === above(after) ? [] : (['moved'] as const))];
}

const endedIds = (changes: readonly Change<unknown>[]) =>
	changes.filter(({ after }) => after === null).map(({ id }) => id);
const idList = (ids: readonly string[]) => sql`(SELECT value FROM json_each(${JSON.stringify(ids)}))`;

const findBodies = ({ orm }: Database, { day, units }: ImportPlan): string[] =>
	orm
		.select({ name: bodyPeriods.name })
		.from(bodies)
		.innerJoin(bodyPeriods, and(eq(bodyPeriods.bodyId, bodies.id), inForce(bodyPeriods, day)))
		.where(inArray(bodies.unitId, idList(endedIds(units.changes))))
		.all()
		.map(({ name }) => name);

function countMeetings({ orm }: Database, { day, sites }: ImportPlan): number {
	const ended = endedIds(sites.changes);
	const row = orm
		.select({ meetings: count(sql`DISTINCT ${meetings.id}`) })
		.from(meetingParticipants)
		.innerJoin(meetings, eq(meetings.id, meetingParticipants.meetingId))
		.where(
			and(
				inArray(meetingParticipants.siteId, idList(ended)),
				gte(meetings.startsAt, startOfDate(day)),
				notInArray(meetings.status, ['ended', 'minutes-approved', 'archived']),
			),
		)
		.get();
	return row?.meetings ?? 0;
}
