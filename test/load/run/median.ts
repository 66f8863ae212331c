import { nearestRankBy } from '#test/support/percentiles.ts';

/**
 * The median of each number in reports of the same shape; what is no number is taken from the first. Percentiles of one run
 * stay together: they are those of the run whose p95 is the median, so that their longest is that run's, and no other's.
 */
export function medianOf<T>(reports: readonly T[]): T {
	const [first] = reports;
	if (first === undefined) throw new Error('nothing was measured');
	if (typeof first === 'number') return nearestRankBy(reports, Number);
	if (typeof first === 'object' && first !== null && 'p95' in first)
		return nearestRankBy(reports, (each) => (each as unknown as { readonly p95: number }).p95);
	if (Array.isArray(first))
		return first.map((_, index) => medianOf(reports.map((each) => (each as unknown[])[index]))) as T;
	if (typeof first !== 'object' || first === null) return first;
	const keys = Object.keys(first) as (keyof T & string)[];
	return Object.fromEntries(keys.map((key) => [key, medianOf(reports.map((each) => each[key]))])) as T;
}
