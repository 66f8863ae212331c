import { expect, test } from 'vitest';
import { medianOf } from './run/median.ts';

test('of several runs each figure is the median, and the longest is of the run whose p95 that is', () => {
	const run = (p95: number, max: number, lost: number) => ({
		switch_ms: { cold: { p50: 1, p95, p99: p95, max } },
		lost,
	});
	// By itself the median of the longest would be 900, which was the slowest run's.
	expect(medianOf([run(300, 900, 4), run(100, 2_000, 0), run(200, 400, 1)])).toEqual(run(200, 400, 1));
	expect(
		medianOf([
			[5, 1],
			[3, 2],
			[4, 9],
		]),
	).toEqual([4, 2]);
	expect(medianOf(['a', 'b'])).toBe('a');
	expect(() => medianOf([])).toThrow();
});
