import { expect, test } from 'vitest';
import { nearestRank, nearestRankBy, percentiles } from './percentiles.ts';

test('a percentile is a value that was measured, of an even number in the middle the lower one', () => {
	expect(nearestRank([10, 1, 3, 2])).toBe(2);
	expect(nearestRank([10, 1, 3, 2], 0.25)).toBe(1);
	expect(nearestRank([10, 1, 3, 2], 0.95)).toBe(10);
	expect(nearestRank([7], 0)).toBe(7);
	const run = (p95: number) => ({ p95 });
	expect(nearestRankBy([run(3), run(1), run(2)], ({ p95 }) => p95)).toEqual(run(2));
	expect(percentiles([30.26, 10, 20.04])).toEqual({ p50: 20, p95: 30.3, p99: 30.3, max: 30.3 });
});

test('of nothing there is no figure', () => {
	expect(() => percentiles([])).toThrow('nothing was measured');
});
