export interface Percentiles {
	readonly p50: number;
	readonly p95: number;
	readonly p99: number;
	readonly max: number;
}

/** Nearest-rank percentiles, rounded to 0.1. Throws as `nearestRank`. */
export function percentiles(values: readonly number[]): Percentiles {
	const at = (share: number) => Math.round(nearestRank(values, share) * 10) / 10;
	return { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) };
}

/**
 * The least of the values that so large a share (0 to 1) of them does not exceed: one that was measured, and none between two.
 * Throws on no values: no figure is better than a made-up one.
 */
export const nearestRank = (values: readonly number[], share = 0.5): number =>
	nearestRankBy(values, (value) => value, share);

/** The same of what is compared by a number of it. */
export function nearestRankBy<T>(values: readonly T[], by: (value: T) => number, share = 0.5): T {
	if (values.length === 0) throw new Error('nothing was measured');
	const sorted = values.toSorted((a, b) => by(a) - by(b));
	return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] as T;
}
