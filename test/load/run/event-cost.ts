import { nearestRank } from '#test/support/percentiles.ts';

/** Of a page's main thread: when it began, and the processor time that it took, ms. */
export interface Task {
	readonly at: number;
	readonly took: number;
}

/** A stretch of time, and what was given at its beginning. */
export interface Given {
	readonly what: string;
	/** ms, by the clock of the tasks */
	readonly at: number;
}

/** Nothing was given: what the page does anyway. */
export const rest = 'rest';

/** What the main thread worked in a stretch, and its longest task there, ms. */
interface Worked {
	readonly what: string;
	readonly all: number;
	readonly longest: number;
}

/** Of so many events of a kind; ms. */
export interface EventCost {
	/** beyond what the page does anyway: the one in the middle, and where the middle half of them begins and ends */
	readonly ms: number;
	readonly p25: number;
	readonly p75: number;
	/** in the middle of all: the longest task after an event, whatever it was for. A finger waits for no longer than that. */
	readonly longest_ms: number;
	readonly events: number;
}

/** Each stretch lasts so long; a task counts for the one that it began in. */
export function workedIn(given: readonly Given[], tasks: readonly Task[], lasts: number): Worked[] {
	return given.map(({ what, at }) => {
		const its = tasks.filter((task) => task.at >= at && task.at < at + lasts).map(({ took }) => took);
		return { what, all: its.reduce((sum, took) => sum + took, 0), longest: Math.max(0, ...its) };
	});
}

/** By what was given: against the stretches between them in which nothing was, in the median of all. */
export function eventCosts(stretches: readonly Worked[]): Record<string, EventCost> {
	const byKind = Map.groupBy(stretches, ({ what }) => what);
	const anyway = nearestRank((byKind.get(rest) ?? []).map(({ all }) => all));
	return Object.fromEntries(
		[...byKind].map(([what, its]) => {
			const costs = its.map(({ all }) => all - anyway);
			const at = (share: number) => Number(nearestRank(costs, share).toFixed(1));
			const longest = Number(nearestRank(its.map((each) => each.longest)).toFixed(1));
			return [what, { ms: at(0.5), p25: at(0.25), p75: at(0.75), longest_ms: longest, events: its.length }];
		}),
	);
}
