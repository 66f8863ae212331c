import type { Succession } from './plan-units.ts';
import type { Suspicion } from './suspicions.ts';
import type { Change, SiteState, UnitState } from './timeline.ts';

/** What an import is going to change from a day on, before anything is written. */
export interface ImportPlan {
	/** `YYYY-MM-DD` */
	readonly day: string;
	readonly complete: boolean;
	readonly units: { readonly rows: number; readonly changes: readonly Change<UnitState>[] };
	readonly sites: { readonly rows: number; readonly changes: readonly Change<SiteState>[] };
	readonly successions: readonly Succession[];
	/** area by unit, from the day on; an empty name takes a unit out of its area */
	readonly areas: readonly { readonly unitId: string; readonly name: string }[];
	readonly suspicions: readonly Suspicion[];
}
