import { AttemptLimit } from '#lib/server/attempt-limit.ts';
import { describe, expect, it } from 'vitest';

describe('AttemptLimit', () => {
	it('lets as many through as it says, in any window of time', () => {
		const limit = new AttemptLimit(3, 1000);
		expect([0, 100, 200, 300, 999].map((at) => limit.take('a', at))).toEqual([true, true, true, false, false]);
		expect(limit.take('a', 1000)).toBe(true);
		expect(limit.take('a', 1001)).toBe(false);
	});

	it('counts each key for itself, and forgets after a success', () => {
		const limit = new AttemptLimit(1, 1000);
		expect(limit.take('a', 0)).toBe(true);
		expect(limit.take('b', 0)).toBe(true);
		expect(limit.take('a', 1)).toBe(false);
		limit.release('a');
		expect(limit.take('a', 2)).toBe(true);
	});

	it('counts no success where it is given back, and every failure', () => {
		const limit = new AttemptLimit(2, 1000);
		for (let times = 0; times < 320; times += 1) {
			expect(limit.take('a', times)).toBe(true);
			limit.giveBack('a');
		}
		expect([limit.take('a', 400), limit.take('a', 401), limit.take('a', 402)]).toEqual([true, true, false]);
	});

	it('does not grow without end', () => {
		const limit = new AttemptLimit(1, 1_000_000);
		for (let at = 0; at < 30_000; at++) limit.take(`key ${at}`, at);
		expect(limit.size).toBeLessThanOrEqual(10_000);
		expect(limit.take('key 29999', 30_000)).toBe(false);
	});
});
